import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { eventId, formatSequence, nextSequence, SEQUENCE_DIGITS } from './event-identity.js';

const ms = fc.integer({ min: 0, max: 9_999_999_999_999 });
const previous = fc.option(ms.map(formatSequence), { nil: undefined });

describe('sequence', () => {
  it('given any history, when the next one is drawn, then it is above the previous and not below the version', () => {
    fc.assert(
      fc.property(previous, fc.option(ms, { nil: undefined }), ms, (before, version, observed) => {
        const next = nextSequence(before, version, observed);
        expect(next).toHaveLength(SEQUENCE_DIGITS);
        expect(BigInt(next)).toBeGreaterThanOrEqual(BigInt(version ?? observed));
        if (before !== undefined) expect(next > before).toBe(true);
      }),
    );
  });
  it('given a source version, when the next one is drawn, then the hour of observation has no say', () => {
    fc.assert(
      fc.property(previous, ms, ms, ms, (before, version, one, other) => {
        expect(nextSequence(before, version, one)).toBe(nextSequence(before, version, other));
      }),
    );
  });
  it('given two numbers, when written, then the strings sort as the numbers do', () => {
    fc.assert(
      fc.property(ms, ms, (left, right) => {
        expect(formatSequence(left) < formatSequence(right)).toBe(left < right);
      }),
    );
  });
  it.each([-1, 10n ** 15n, 1.5])('given %s, when written, then it is out of range', (value) => {
    expect(() => formatSequence(value)).toThrow(RangeError);
  });
});

describe('event id', () => {
  const record = { connection: 'acme-syspro', type: 'invoice', sourceId: 'BAY001~100001~I' } as const;

  it('given the same record and sequence, when derived again, then it is the same id for ever', () => {
    expect(eventId(record, formatSequence(1))).toBe('541cb605-7150-5f8d-946f-c1cc5c91b531');
  });
  it('given any two different records or sequences, when derived, then the ids differ', () => {
    const ref = fc.record({
      connection: fc.stringMatching(/^[a-z0-9-]{1,6}$/),
      type: fc.constantFrom('invoice', 'customer'),
      sourceId: fc.string({ minLength: 1, maxLength: 6 }).filter((text) => !text.includes('\u0000')),
    });
    fc.assert(
      fc.property(ref, ms, ref, ms, (left, first, right, second) => {
        const same =
          left.connection === right.connection &&
          left.type === right.type &&
          left.sourceId === right.sourceId &&
          first === second;
        expect(eventId(left, formatSequence(first)) === eventId(right, formatSequence(second))).toBe(same);
      }),
    );
  });
});
