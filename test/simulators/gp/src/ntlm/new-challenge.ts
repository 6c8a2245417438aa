import { randomBytes } from 'node:crypto';
import { AV, writeAvPairs } from './av-pairs.js';
import { utf16 } from './ntlm-crypto.js';
import { FLAG, type1Flags, writeType2 } from './ntlm-messages.js';
import type { Challenge } from './verify-type3.js';

/** 1601-01-01 to 1970-01-01 in units of 100 ns. */
const EPOCH_OFFSET = 116_444_736_000_000_000n;

const ALWAYS =
  FLAG.unicode |
  FLAG.requestTarget |
  FLAG.ntlm |
  FLAG.alwaysSign |
  FLAG.targetIsDomain |
  FLAG.extendedSessionSecurity |
  FLAG.targetInfo |
  FLAG.version;

/** Answers a type 1 message: what to send, and what to remember until the type 3. */
export function newChallenge(
  type1: Buffer,
  server: { domain: string; computer: string; nowMs: number; timestamp: boolean },
): Challenge {
  const serverChallenge = randomBytes(8);
  const dnsDomain = `${server.domain.toLowerCase()}.example`;
  const targetInfo = writeAvPairs([
    [AV.domain, utf16(server.domain)],
    [AV.computer, utf16(server.computer)],
    [AV.dnsDomain, utf16(dnsDomain)],
    [AV.dnsComputer, utf16(`${server.computer.toLowerCase()}.${dnsDomain}`)],
    ...(server.timestamp ? [[AV.timestamp, fileTime(server.nowMs)] as const] : []),
  ]);
  const flags = ALWAYS | (type1Flags(type1) & (FLAG.key128 | FLAG.keyExchange));
  const type2 = writeType2({ target: server.domain, flags, challenge: serverChallenge, targetInfo });
  return { type1: Buffer.from(type1), type2, serverChallenge, targetInfo };
}

function fileTime(nowMs: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(Math.floor(nowMs)) * 10_000n + EPOCH_OFFSET);
  return bytes;
}
