import { AV, parseAvPairs, type AvPair } from './av-pairs.js';
import { NtlmError } from './ntlm.errors.js';
import { FLAGS, SIGNATURE } from './ntlm-messages.js';

/** The server's message (type 2), MS-NLMP 2.2.1.2. */
export interface ChallengeMessage {
  /** As received: the MIC covers it. */
  readonly bytes: Buffer;
  readonly flags: number;
  /** 8 bytes. */
  readonly serverChallenge: Buffer;
  readonly targetInfo: readonly AvPair[];
}

const TYPE_AT = 8;
const FLAGS_AT = 20;
const CHALLENGE_AT = 24;
const SHORTEST = 32;
const TARGET_INFO_AT = 40;
const SHORTEST_WITH_TARGET_INFO = 48;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
const LONGEST_TOKEN = 16_384;
const TIMESTAMP_LENGTH = 8;

/**
 * @param token base64, as after `WWW-Authenticate: NTLM`
 * @throws NtlmError
 */
export function parseChallengeMessage(token: string): ChallengeMessage {
  if (token.length > LONGEST_TOKEN || !BASE64.test(token))
    throw new NtlmError('NTLM_MALFORMED', 'the challenge is no base64 of a sensible length');
  const bytes = Buffer.from(token, 'base64');
  const isChallenge =
    bytes.length >= SHORTEST && bytes.subarray(0, TYPE_AT).equals(SIGNATURE) && bytes.readUInt32LE(TYPE_AT) === 2;
  if (!isChallenge) throw new NtlmError('NTLM_MALFORMED', 'the challenge is no NTLM message of type 2');
  const flags = bytes.readUInt32LE(FLAGS_AT);
  if ((flags & FLAGS.unicode) === 0) throw new NtlmError('NTLM_UNSUPPORTED', 'the server does not speak Unicode');
  const serverChallenge = bytes.subarray(CHALLENGE_AT, SHORTEST);
  return { bytes, flags, serverChallenge, targetInfo: targetInfoOf(bytes, flags) };
}

function targetInfoOf(bytes: Buffer, flags: number): AvPair[] {
  if ((flags & FLAGS.targetInfo) === 0) return [];
  if (bytes.length < SHORTEST_WITH_TARGET_INFO) {
    throw new NtlmError('NTLM_MALFORMED', 'the challenge ends before its target info');
  }
  const length = bytes.readUInt16LE(TARGET_INFO_AT);
  const start = bytes.readUInt32LE(TARGET_INFO_AT + 4);
  if (length > 0 && (start < SHORTEST_WITH_TARGET_INFO || start + length > bytes.length)) {
    throw new NtlmError('NTLM_MALFORMED', 'the target info lies outside the challenge');
  }
  const pairs = parseAvPairs(bytes.subarray(start, start + length));
  if (pairs.some(({ id, value }) => id === AV.timestamp && value.length !== TIMESTAMP_LENGTH)) {
    throw new NtlmError('NTLM_MALFORMED', 'the time of the challenge has a wrong length');
  }
  return pairs;
}
