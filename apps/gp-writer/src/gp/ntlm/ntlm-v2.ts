import { createHmac } from 'node:crypto';
import md4 from 'js-md4';
import { encodeAvPairs, type AvPair } from './av-pairs.js';
import { utf16 } from './ntlm-messages.js';

export interface NtlmCredentials {
  /** Case-sensitive; may be empty. */
  readonly domain: string;
  readonly username: string;
  readonly password: string;
}

/** What the answer to a challenge is made of. */
export interface NtlmV2Input {
  /** 8 bytes. */
  readonly serverChallenge: Buffer;
  /** 8 bytes, random. */
  readonly clientChallenge: Buffer;
  /** 8 bytes: 100 ns since 1601, little endian. */
  readonly time: Buffer;
  readonly targetInfo: readonly AvPair[];
}

export interface NtlmV2Response {
  readonly ntChallengeResponse: Buffer;
  readonly lmChallengeResponse: Buffer;
  readonly sessionBaseKey: Buffer;
}

const CLIENT_CHALLENGE_HEAD = Buffer.from('0101000000000000', 'hex');
const ZEROS = Buffer.alloc(4);

/** The key of everything else: MS-NLMP 3.3.2, NTOWFv2. */
export function ntowfV2({ domain, username, password }: NtlmCredentials): Buffer {
  // OpenSSL 3 no longer has MD4
  const ntowfV1 = Buffer.from(md4.array(utf16(password)));
  return hmacMd5(ntowfV1, utf16(upperCased(username) + domain));
}

/** MS-NLMP 3.3.2, ComputeResponse. */
export function respondV2(key: Buffer, input: NtlmV2Input): NtlmV2Response {
  const { serverChallenge, clientChallenge, time, targetInfo } = input;
  const pairs = encodeAvPairs(targetInfo);
  const temp = Buffer.concat([CLIENT_CHALLENGE_HEAD, time, clientChallenge, ZEROS, pairs, ZEROS]);
  const proof = hmacMd5(key, serverChallenge, temp);
  return {
    ntChallengeResponse: Buffer.concat([proof, temp]),
    lmChallengeResponse: Buffer.concat([hmacMd5(key, serverChallenge, clientChallenge), clientChallenge]),
    sessionBaseKey: hmacMd5(key, proof),
  };
}

export function hmacMd5(key: Buffer, ...parts: readonly Buffer[]): Buffer {
  const hmac = createHmac('md5', key);
  for (const part of parts) hmac.update(part);
  return hmac.digest();
}

/**
 * As Windows does it: letter for letter (ß stays), and none outside ASCII becomes one of it (ı and ſ stay).
 * Unverified for other letters in which its table differs from Unicode's.
 */
function upperCased(text: string): string {
  return text.replace(/\p{L}/gu, (letter) => {
    const upper = letter.toUpperCase();
    const isOneForOne = upper.length === 1 && letter.length === 1;
    return isOneForOne && isAscii(upper) === isAscii(letter) ? upper : letter;
  });
}

function isAscii(letter: string): boolean {
  return letter < '\u0080';
}
