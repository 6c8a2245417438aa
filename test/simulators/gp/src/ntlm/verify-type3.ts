import { timingSafeEqual } from 'node:crypto';
import { AV, readAvPairs, type AvPairs } from './av-pairs.js';
import { hmacMd5, ntowfV2, rc4 } from './ntlm-crypto.js';
import { FLAG, readType3, type Type3 } from './ntlm-messages.js';

const NTLM_V1_BYTES = 24;
const PROOF_BYTES = 16;
/** Where the client's target info begins in what follows the proof. */
const CLIENT_INFO_START = 28;
const MIC_PRESENT = 0x2;

/** What the server remembers of a handshake begun on a socket. */
export interface Challenge {
  type1: Buffer;
  type2: Buffer;
  serverChallenge: Buffer;
  targetInfo: Buffer;
  /** Of the TLS channel, where extended protection requires them. */
  channelBindings?: Buffer;
}

export interface Credentials {
  domain: string;
  user: string;
  password: string;
}

/** The account a type 3 message proves, or why it proves none. */
export type Verdict<A extends Credentials> = { account: A } | { refused: string };

/** Checks a type 3 message against the challenge of the same socket, as [MS-NLMP] 3.2.5.1.2 has it for NTLMv2. */
export function verifyType3<A extends Credentials>(
  bytes: Buffer,
  given: Challenge,
  accounts: readonly A[],
): Verdict<A> {
  try {
    return verify(bytes, given, accounts);
  } catch (error) {
    return { refused: `unreadable type 3 message: ${(error as Error).message}` };
  }
}

function verify<A extends Credentials>(bytes: Buffer, given: Challenge, accounts: readonly A[]): Verdict<A> {
  const message = readType3(bytes);
  if ((message.flags & FLAG.unicode) === 0) return { refused: 'names are not in Unicode' };
  if (message.ntResponse.length === 0) return { refused: 'anonymous' };
  if (message.ntResponse.length <= NTLM_V1_BYTES) return { refused: 'NTLMv1' };
  const account = accounts.find((one) => same(one.user, message.user) && same(one.domain, message.domain));
  if (account === undefined) return { refused: 'unknown account' };
  const key = ntowfV2(account.password, message.user, message.domain);
  const proof = message.ntResponse.subarray(0, PROOF_BYTES);
  const rest = message.ntResponse.subarray(PROOF_BYTES);
  if (!equal(proof, hmacMd5(key, given.serverChallenge, rest))) return { refused: 'wrong password' };
  const fault = checkTargetInfo(rest, given) ?? checkMic(message, given, hmacMd5(key, proof));
  return fault === undefined ? { account } : { refused: fault };
}

function checkTargetInfo(rest: Buffer, { targetInfo, channelBindings }: Challenge): string | undefined {
  if (rest[0] !== 1 || rest[1] !== 1) return 'unknown response version';
  const sent = readAvPairs(targetInfo);
  const returned = readAvPairs(rest.subarray(CLIENT_INFO_START));
  const changed = [...sent].find(([id, value]) => !returned.get(id)?.equals(value));
  if (changed !== undefined) return `target info lacks the server's attribute ${changed[0]}`;
  if (channelBindings !== undefined && !returned.get(AV.channelBindings)?.equals(channelBindings)) {
    return 'wrong channel bindings';
  }
  const timestamp = sent.get(AV.timestamp);
  if (timestamp === undefined) return undefined;
  if (!rest.subarray(8, 16).equals(timestamp)) return "the time is not the server's";
  return hasMicFlag(returned) ? undefined : 'target info does not announce a MIC';
}

function hasMicFlag(pairs: AvPairs): boolean {
  const flags = pairs.get(AV.flags);
  return flags !== undefined && (flags.readUInt32LE(0) & MIC_PRESENT) !== 0;
}

function checkMic(message: Type3, given: Challenge, sessionBaseKey: Buffer): string | undefined {
  if (!readAvPairs(given.targetInfo).has(AV.timestamp)) return undefined;
  if (!message.lmResponse.every((byte) => byte === 0)) return 'LM response is not empty';
  const exchanged = (message.flags & FLAG.keyExchange) !== 0;
  const key = exchanged ? rc4(sessionBaseKey, message.sessionKey) : sessionBaseKey;
  return equal(message.mic, hmacMd5(key, given.type1, given.type2, message.withoutMic)) ? undefined : 'wrong MIC';
}

function same(a: string, b: string): boolean {
  return a.toUpperCase() === b.toUpperCase();
}

function equal(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
