import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { authenticateMessage, type NtlmBinding } from './authenticate-message.js';
import { parseAvPairs, type AvPair } from './av-pairs.js';
import { aChallenge, EXAMPLE_PAIRS } from './challenge.fixture.spec.js';
import { parseChallengeMessage } from './challenge-message.js';
import { negotiateMessage } from './negotiate-message.js';
import { utf16 } from './ntlm-messages.js';
import { ntowfV2 } from './ntlm-v2.js';

const CREDENTIALS = { domain: 'Domain', username: 'User', password: 'Password' };
const NOW = Buffer.from('0011223344556677', 'hex');
const SERVER_TIME = Buffer.from('8899aabbccddeeff', 'hex');
const TIMED: readonly AvPair[] = [...EXAMPLE_PAIRS, { id: 7, value: SERVER_TIME }];

function answered(pairs: readonly AvPair[], binding: Partial<NtlmBinding> = {}, credentials = CREDENTIALS) {
  const negotiate = negotiateMessage();
  const challenge = aChallenge({ pairs });
  const message = authenticateMessage({
    credentials,
    negotiate,
    challenge: parseChallengeMessage(challenge.toString('base64')),
    clientChallenge: Buffer.alloc(8, 0xaa),
    now: NOW,
    binding: { servicePrincipalName: 'HTTP/gp.acme.local', ...binding },
  });
  return { negotiate, challenge, message };
}

/** As a server reads it: the length and place of a field stand in the head. */
function field(message: Buffer, at: number): Buffer {
  const start = message.readUInt32LE(at + 4);
  return message.subarray(start, start + message.readUInt16LE(at));
}
const AT = { lm: 12, nt: 20, domain: 28, user: 36, workstation: 44, sessionKey: 52 };

/** The attributes inside the NT response, behind proof (16) and the head of temp (28), before its last four bytes. */
function answeredPairs(message: Buffer): Map<number, Buffer> {
  const pairs = parseAvPairs(field(message, AT.nt).subarray(44, -4));
  return new Map(pairs.map(({ id, value }) => [id, value]));
}

describe('answer to a challenge', () => {
  it('given the head, then it is a message of type 3 that names domain and user in Unicode and no workstation', () => {
    const { message } = answered(EXAMPLE_PAIRS, {}, { ...CREDENTIALS, username: 'Jürgen' });
    expect(message.toString('latin1', 0, 8)).toBe('NTLMSSP\0');
    expect(message.readUInt32LE(8)).toBe(3);
    expect(field(message, AT.domain)).toEqual(utf16('Domain'));
    expect(field(message, AT.user)).toEqual(utf16('Jürgen'));
    expect(field(message, AT.workstation)).toHaveLength(0);
    expect(field(message, AT.sessionKey)).toHaveLength(0);
  });

  it('given a server without a time, then our time is used, and LMv2 and the untouched attributes are sent', () => {
    const { message } = answered(EXAMPLE_PAIRS);
    expect(field(message, AT.lm).toString('hex')).toBe('86c35097ac9cec102554764a57cccc19aaaaaaaaaaaaaaaa');
    expect(field(message, AT.nt).subarray(24, 32)).toEqual(NOW);
    expect([...answeredPairs(message).keys()]).toEqual([2, 1]);
  });

  it('given a server that tells its time, then LM is 24 zeros and its time and the MIC flag are in the answer', () => {
    const { message } = answered(TIMED);
    expect(field(message, AT.lm)).toEqual(Buffer.alloc(24));
    expect(field(message, AT.nt).subarray(24, 32)).toEqual(SERVER_TIME);
    const pairs = answeredPairs(message);
    expect(pairs.get(6)).toEqual(Buffer.from('02000000', 'hex'));
    expect(pairs.get(9)).toEqual(utf16('HTTP/gp.acme.local'));
    expect(pairs.has(10)).toBe(false);
  });

  it('given a server with flags of its own, then they are kept beside the MIC flag', () => {
    const { message } = answered([...TIMED, { id: 6, value: Buffer.from('01000080', 'hex') }]);
    expect(answeredPairs(message).get(6)).toEqual(Buffer.from('03000080', 'hex'));
  });

  it('given TLS, then the answer is bound to it', () => {
    const channelBindings = Buffer.alloc(16, 7);
    expect(answeredPairs(answered(TIMED, { channelBindings }).message).get(10)).toEqual(channelBindings);
  });

  it('given a MIC, then it proves all three messages under the session key', () => {
    const { negotiate, challenge, message } = answered(TIMED);
    const proof = field(message, AT.nt).subarray(0, 16);
    const sessionKey = createHmac('md5', ntowfV2(CREDENTIALS)).update(proof).digest();
    const mic = Buffer.from(message.subarray(72, 88));
    const unproven = Buffer.from(message).fill(0, 72, 88);
    const all = Buffer.concat([negotiate, challenge, unproven]);
    expect(mic).toEqual(createHmac('md5', sessionKey).update(all).digest());
  });

  it('given the proof, then it holds for exactly what was sent', () => {
    const { message } = answered(TIMED);
    const response = field(message, AT.nt);
    const signed = Buffer.concat([Buffer.from('0123456789abcdef', 'hex'), response.subarray(16)]);
    const proof = createHmac('md5', ntowfV2(CREDENTIALS)).update(signed).digest();
    expect(response.subarray(0, 16)).toEqual(proof);
  });
});
