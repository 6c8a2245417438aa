import { describe, expect, it } from '@jest/globals';
import md4 from 'js-md4';
import { encodeAvPairs, parseAvPairs } from './av-pairs.js';
import { ntowfV2, respondV2 } from './ntlm-v2.js';

const CREDENTIALS = { domain: 'Domain', username: 'User', password: 'Password' };
const TARGET_INFO = '02000c0044006f006d00610069006e0001000c0053006500720076006500720000000000';

describe('MD4 (RFC 1320, A.5)', () => {
  it.each([
    ['', '31d6cfe0d16ae931b73c59d7e0c089c0'],
    ['a', 'bde52cb31de33e46245e05fbdbd6fb24'],
    ['abc', 'a448017aaf21d8525fc10ae87aa6729d'],
    ['message digest', 'd9130a8164549fe818874806e1c7014b'],
    ['abcdefghijklmnopqrstuvwxyz', 'd79e1c308aa5bbcdeea8ed63df412da9'],
    ['ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789', '043f8582f241db351ce627e153e7f0e4'],
    ['1234567890'.repeat(8), 'e33b4ddc9c38f2199c3e7b164fcc0536'],
  ])('given %j, then its digest is the one of the standard', (text, digest) => {
    expect(Buffer.from(md4.array(Buffer.from(text))).toString('hex')).toBe(digest);
  });
});

describe('NTLMv2 (MS-NLMP 4.2.4)', () => {
  const pairs = parseAvPairs(Buffer.from(TARGET_INFO, 'hex'));
  const response = respondV2(ntowfV2(CREDENTIALS), {
    serverChallenge: Buffer.from('0123456789abcdef', 'hex'),
    clientChallenge: Buffer.alloc(8, 0xaa),
    time: Buffer.alloc(8),
    targetInfo: pairs,
  });

  it('given the example, then the key is NTOWFv2 of the specification', () => {
    expect(ntowfV2(CREDENTIALS).toString('hex')).toBe('0c868a403bfd7a93a3001ef22ef02e3f');
  });

  it('given the example, then proof, temp, LM response and session key are those of the specification', () => {
    expect(response.ntChallengeResponse.toString('hex')).toBe(
      '68cd0ab851e51c96aabc927bebef6a1c' +
        '01010000000000000000000000000000aaaaaaaaaaaaaaaa00000000' +
        '02000c0044006f006d00610069006e0001000c005300650072007600650072000000000000000000',
    );
    expect(response.lmChallengeResponse.toString('hex')).toBe('86c35097ac9cec102554764a57cccc19aaaaaaaaaaaaaaaa');
    expect(response.sessionBaseKey.toString('hex')).toBe('8de40ccadbc14a82f15cb0ad0de95ca3');
  });

  it('given the pairs read, when written again, then the bytes are the same', () => {
    expect(encodeAvPairs(pairs).toString('hex')).toBe(TARGET_INFO);
  });

  it('given a domain in another case, then the key differs; given the user in another case, then it does not', () => {
    const key = ntowfV2(CREDENTIALS);
    expect(ntowfV2({ ...CREDENTIALS, domain: 'DOMAIN' })).not.toEqual(key);
    expect(ntowfV2({ ...CREDENTIALS, username: 'uSER' })).toEqual(key);
  });

  it.each([
    ['jürgen', 'JÜRGEN'],
    ['жанна', 'ЖАННА'],
    ['ÿves', 'Ÿves'],
  ])('given a user %s, then it counts like %s', (lower, upper) => {
    expect(ntowfV2({ ...CREDENTIALS, username: lower })).toEqual(ntowfV2({ ...CREDENTIALS, username: upper }));
  });

  it.each([
    ['straße', 'STRASSE'],
    ['ılgaz', 'ILGAZ'],
  ])('given a user %s, then it does not become %s: Windows keeps letters one for one', (lower, other) => {
    expect(ntowfV2({ ...CREDENTIALS, username: lower })).not.toEqual(ntowfV2({ ...CREDENTIALS, username: other }));
  });

  // computed by pyspnego, an independent implementation
  it.each([
    ['pässwörd', '55c36fdee6893c6a1f99652989b1706b'],
    ['пароль🔑', '178049fe8682591b7cd4453ac4e85ecd'],
  ])('given the password %s, then the key is that of another implementation', (password, key) => {
    expect(ntowfV2({ ...CREDENTIALS, password }).toString('hex')).toBe(key);
  });
});
