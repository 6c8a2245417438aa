import * as crypto from 'node:crypto';
import { describe, expect, it, jest } from '@jest/globals';

const compared: number[][] = [];
jest.unstable_mockModule('node:crypto', () => ({
  ...crypto,
  timingSafeEqual: (one: Buffer, other: Buffer) => {
    compared.push([one.length, other.length]);
    return crypto.timingSafeEqual(one, other);
  },
}));
const { isAuthentic } = await import('./webhook-credentials.js');

const SET_UP = { username: 'hook', password: 'pässword:1' };
const basic = (text: string) => `Basic ${Buffer.from(text, 'utf8').toString('base64')}`;

describe('isAuthentic', () => {
  it('given the credentials, then they are taken, whatever the case of the scheme', () => {
    expect(isAuthentic(basic('hook:pässword:1'), SET_UP)).toBe(true);
    expect(isAuthentic(basic('hook:pässword:1').replace('Basic', 'basic '), SET_UP)).toBe(true);
  });

  it.each([
    ['another password', basic('hook:password')],
    ['a longer one', basic('hook:pässword:11')],
    ['a shorter one', basic('hook:pässword:')],
    ['another user', basic('Hook:pässword:1')],
    ['a password alone', basic('pässword:1')],
    ['nothing after the scheme', 'Basic '],
    ['no base64', 'Basic ä'],
    ['a bearer token', `Bearer ${basic('hook:pässword:1').slice(6)}`],
    ['no header', undefined],
  ])('given %s, then it is refused', (_what, header) => {
    expect(isAuthentic(header, SET_UP)).toBe(false);
  });

  it.each([
    ['the right header', basic('hook:pässword:1'), SET_UP],
    ['one that differs at once', basic('x'), SET_UP],
    ['one that differs at the end', basic('hook:pässword:2'), SET_UP],
    ['no header', undefined, SET_UP],
    ['no credentials set up', basic('hook:pässword:1'), undefined],
  ])('given %s, then the same is compared in constant time, once', (_what, header, credentials) => {
    compared.length = 0;
    isAuthentic(header, credentials);
    expect(compared).toEqual([[32, 32]]);
  });

  it('given no credentials set up, then nothing is right', () => {
    expect(isAuthentic(basic('hook:pässword:1'), undefined)).toBe(false);
    expect(isAuthentic(basic(':'), undefined)).toBe(false);
    expect(isAuthentic(undefined, undefined)).toBe(false);
  });
});
