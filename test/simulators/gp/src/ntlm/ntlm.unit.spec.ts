import { describe, expect, it } from '@jest/globals';
import { type1Message, type3Message, type Habits } from '../testing/ntlm-client.js';
import { AV, readAvPairs, writeAvPairs } from './av-pairs.js';
import { newChallenge } from './new-challenge.js';
import { hmacMd5, md4Digest, ntowfV2, rc4, utf16 } from './ntlm-crypto.js';
import { FLAG, messageType, readType3 } from './ntlm-messages.js';
import { verifyType3 } from './verify-type3.js';

/** [MS-NLMP] 4.2.1 and 4.2.4: one exchange with every value written down. */
const SERVER_CHALLENGE = Buffer.from('0123456789abcdef', 'hex');
const TEMP = Buffer.from(
  '01010000000000000000000000000000aaaaaaaaaaaaaaaa0000000002000c0044006f006d00610069006e0001000c005300650072007600650072000000000000000000',
  'hex',
);

describe('NTLM cryptography', () => {
  it.each([
    ['', '31d6cfe0d16ae931b73c59d7e0c089c0'],
    ['abc', 'a448017aaf21d8525fc10ae87aa6729d'],
    [
      '12345678901234567890123456789012345678901234567890123456789012345678901234567890',
      'e33b4ddc9c38f2199c3e7b164fcc0536',
    ],
  ])('MD4 of %j is as in RFC 1320', (text, digest) => {
    expect(md4Digest(Buffer.from(text)).toString('hex')).toBe(digest);
  });

  it('reckons the values of [MS-NLMP] 4.2.4', () => {
    const key = ntowfV2('Password', 'User', 'Domain');
    const proof = hmacMd5(key, SERVER_CHALLENGE, TEMP);
    const sessionKey = hmacMd5(key, proof);
    expect(md4Digest(utf16('Password')).toString('hex')).toBe('a4f49c406510bdcab6824ee7c30fd852');
    expect(key.toString('hex')).toBe('0c868a403bfd7a93a3001ef22ef02e3f');
    expect(proof.toString('hex')).toBe('68cd0ab851e51c96aabc927bebef6a1c');
    expect(sessionKey.toString('hex')).toBe('8de40ccadbc14a82f15cb0ad0de95ca3');
    expect(rc4(sessionKey, Buffer.alloc(16, 0x55)).toString('hex')).toBe('c5dad2544fc9799094ce1ce90bc9d03e');
  });
});

describe('names', () => {
  it.each([
    ['Straße', 'STRAßE'],
    ['jürgen', 'JÜRGEN'],
  ])('%s counts as %s', (user, capital) => {
    expect(ntowfV2('p', user, 'D')).toEqual(hmacMd5(md4Digest(utf16('p')), utf16(`${capital}D`)));
  });
});

describe('target info', () => {
  it('comes back as it was written', () => {
    const pairs = [[AV.domain, utf16('Domain')] as const, [AV.computer, utf16('Server')] as const];
    expect([...readAvPairs(writeAvPairs(pairs))]).toEqual(pairs);
  });

  it('without an end is refused', () => {
    expect(() => readAvPairs(Buffer.from('02000000', 'hex'))).toThrow('out of range');
  });
});

describe('verifying a type 3 message', () => {
  const account = { domain: 'FABRIKAM', user: 'bridge', password: 'Pässwörd☃' };

  function exchange(who = account, habits: Habits = {}, timestamp = true) {
    const type1 = type1Message();
    const challenge = newChallenge(type1, { domain: 'FABRIKAM', computer: 'GP', nowMs: 1_800_000_000_000, timestamp });
    return { challenge, type3: type3Message(type1, challenge.type2, who, habits) };
  }
  function verdict(who = account, habits: Habits = {}, timestamp = true) {
    const { challenge, type3 } = exchange(who, habits, timestamp);
    return verifyType3(type3, challenge, [account]);
  }

  it.each([true, false])('accepts the right password (timestamp: %s)', (timestamp) => {
    expect(verdict(account, {}, timestamp)).toEqual({ account });
  });

  it('takes user and domain without regard to case', () => {
    expect(verdict({ ...account, user: 'BRIDGE', domain: 'fabrikam' })).toEqual({ account });
  });

  it.each([
    ['wrong password', { ...account, password: 'Passwörd☃' }, {}],
    ['unknown account', { ...account, user: 'other' }, {}],
    ['unknown account', { ...account, domain: 'OTHER' }, {}],
    ['NTLMv1', account, { v1: true }],
    ['wrong MIC', account, { wrongMic: true }],
    ['target info does not announce a MIC', account, { withoutMicFlag: true }],
    ["the time is not the server's", account, { clientTime: 5n }],
  ])('refuses: %s', (refused, who, habits) => {
    expect(verdict(who, habits)).toEqual({ refused });
  });

  it('refuses an answer to another challenge', () => {
    const { type3 } = exchange();
    expect(verifyType3(type3, exchange().challenge, [account])).toEqual({ refused: 'wrong password' });
  });

  it('refuses any message cut short', () => {
    const { challenge, type3 } = exchange();
    for (const length of [12, 40, 63, 87, type3.length - 1]) {
      expect(verifyType3(type3.subarray(0, length), challenge, [account])).toHaveProperty('refused');
    }
  });

  it('unwraps an exchanged session key for the MIC', () => {
    const { challenge, type3 } = exchange();
    const { ntResponse, domain, user } = readType3(type3);
    const base = hmacMd5(ntowfV2(account.password, user, domain), ntResponse.subarray(0, 16));
    const exported = Buffer.alloc(16, 0x55);
    const message = Buffer.concat([type3, rc4(base, exported)]);
    message.writeUInt16LE(16, 52);
    message.writeUInt32LE(type3.length, 56);
    message.writeUInt32LE((message.readUInt32LE(60) | FLAG.keyExchange) >>> 0, 60);
    message.fill(0, 72, 88);
    hmacMd5(exported, challenge.type1, challenge.type2, message).copy(message, 72);
    expect(verifyType3(message, challenge, [account])).toEqual({ account });
  });

  it('tells messages by their type', () => {
    const { challenge, type3 } = exchange();
    expect([challenge.type1, challenge.type2, type3, Buffer.from('NTLM')].map(messageType)).toEqual([
      1,
      2,
      3,
      undefined,
    ]);
  });
});
