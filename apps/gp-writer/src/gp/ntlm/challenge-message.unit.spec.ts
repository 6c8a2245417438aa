import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { aChallenge, EXAMPLE_PAIRS, SERVER_CHALLENGE, SERVER_FLAGS } from './challenge.fixture.spec.js';
import { parseChallengeMessage } from './challenge-message.js';
import { NtlmError } from './ntlm.errors.js';
import { FLAGS } from './ntlm-messages.js';

function changed(change: (bytes: Buffer) => Buffer | void): string {
  const bytes = aChallenge();
  return (change(bytes) ?? bytes).toString('base64');
}

describe('challenge of the server', () => {
  it('given a whole one, then challenge, flags and attributes are read', () => {
    const bytes = aChallenge();
    expect(parseChallengeMessage(bytes.toString('base64'))).toEqual({
      bytes,
      flags: SERVER_FLAGS,
      serverChallenge: SERVER_CHALLENGE,
      targetInfo: EXAMPLE_PAIRS,
    });
  });

  it('given one without target info, then there are no attributes', () => {
    const token = aChallenge({ flags: FLAGS.unicode }).subarray(0, 32).toString('base64');
    expect(parseChallengeMessage(token).targetInfo).toEqual([]);
  });

  it.each<[string, string]>([
    ['nothing', ''],
    ['no base64', '<html>'],
    ['base64 that never ends', 'A'.repeat(1_000_000)],
    ['another signature', changed((bytes) => void bytes.write('X'))],
    ['our own first message', changed((bytes) => void bytes.writeUInt32LE(1, 8))],
    ['one cut off in the challenge', changed((bytes) => bytes.subarray(0, 31))],
    ['one cut off before its target info', changed((bytes) => bytes.subarray(0, 40))],
    ['one cut off in its target info', changed((bytes) => bytes.subarray(0, 60))],
    ['a target info inside the head', changed((bytes) => void bytes.writeUInt32LE(8, 44))],
    ['a target info far away', changed((bytes) => void bytes.writeUInt32LE(0xffff_ffff, 44))],
    ['an attribute longer than its list', changed((bytes) => void bytes.writeUInt16LE(0xffff, 50))],
    ['attributes without an end', changed((bytes) => void bytes.writeUInt16LE(4, bytes.length - 4))],
    ['a time of three bytes', aChallenge({ pairs: [{ id: 7, value: Buffer.alloc(3) }] }).toString('base64')],
  ])('given %s, then it is refused as malformed', (_what, token) => {
    expect(() => parseChallengeMessage(token)).toThrow(expect.objectContaining({ code: 'NTLM_MALFORMED' }));
  });

  it('given a server without Unicode, then it is refused as too old', () => {
    const token = aChallenge({ flags: SERVER_FLAGS & ~FLAGS.unicode }).toString('base64');
    expect(() => parseChallengeMessage(token)).toThrow(expect.objectContaining({ code: 'NTLM_UNSUPPORTED' }));
  });

  it('given any bytes in any place, then it is read or refused, never anything else', () => {
    const damaged = fc.tuple(fc.nat({ max: 100 }), fc.uint8Array({ maxLength: 60 })).map(([at, bytes]) => {
      const challenge = aChallenge();
      challenge.set(bytes.subarray(0, Math.max(0, challenge.length - at)), Math.min(at, challenge.length));
      return challenge.toString('base64');
    });
    fc.assert(
      fc.property(damaged, (token) => {
        try {
          parseChallengeMessage(token);
        } catch (error) {
          expect(error).toBeInstanceOf(NtlmError);
        }
      }),
    );
  });
});
