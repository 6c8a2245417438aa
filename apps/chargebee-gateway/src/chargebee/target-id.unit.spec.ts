import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { creditNoteNumber, DEBIT_NOTE_SUFFIX, targetId } from './target-id.js';

describe('target id', () => {
  it.each([
    [{ prefix: '', number: '000000000100001' }, '000000000100001'],
    [{ prefix: 'SY-', number: '100001' }, 'SY-100001'],
    [{ prefix: '', number: '100001', suffix: DEBIT_NOTE_SUFFIX }, '100001-DN'],
    [{ prefix: '', number: 'INV/2026 01' }, 'INV-2026-01-7d55d0682cb9'],
    [{ prefix: '', number: 'ÅÄÖ~1' }, 'AAO-1-159162759a84'],
  ])('given %j, then it is %s', (parts, expected) => {
    expect(targetId(parts)).toBe(expected);
  });

  const parts = fc.record({
    prefix: fc.stringMatching(/^[A-Za-z0-9._-]{0,20}$/),
    number: fc.string({ minLength: 1, maxLength: 100, unit: 'binary' }),
    suffix: fc.constantFrom('', DEBIT_NOTE_SUFFIX),
  });

  it('given any number, then Chargebee can carry its id, and it is the same every time', () => {
    fc.assert(
      fc.property(parts, (given) => {
        expect(targetId(given)).toMatch(/^[A-Za-z0-9._-]{1,50}$/);
        expect(targetId(given)).toBe(targetId({ ...given }));
      }),
    );
  });

  it('given different numbers, then their ids differ', () => {
    const number = fc.string({ minLength: 1, maxLength: 80, unit: 'grapheme' });
    fc.assert(
      fc.property(number, number, (one, other) => {
        fc.pre(one !== other);
        expect(targetId({ prefix: '', number: one })).not.toBe(targetId({ prefix: '', number: other }));
      }),
    );
  });
});

describe('id of a credit note', () => {
  const idOf = (number: string, customerId: string) =>
    targetId({ prefix: 'SY-', number: creditNoteNumber(number, customerId) });

  it('given a number of its own, then that is the id; a placeholder carries its customer', () => {
    expect(idOf('100001_CR1', 'BAY001')).toBe('SY-100001_CR1');
    expect(idOf('_CR0000003', 'BAY001')).toMatch(/^SY-BAY001-_CR0000003-[0-9a-f]{12}$/);
  });

  const text = fc.oneof(
    fc.string({ maxLength: 30, unit: fc.constantFrom('~', '_', 'A', '-', 'é') }),
    fc.string({ maxLength: 80 }),
  );
  const placeholder = text.map((rest) => `_${rest}`);

  it('given two placeholders of different customers or numbers, then their ids differ', () => {
    fc.assert(
      fc.property(text, placeholder, text, placeholder, (customer, number, otherCustomer, otherNumber) => {
        fc.pre(customer !== otherCustomer || number !== otherNumber);
        const [one, other] = [idOf(number, customer), idOf(otherNumber, otherCustomer)];
        expect(one).not.toBe(other);
        expect(one).toMatch(/^[A-Za-z0-9._-]{1,50}$/);
      }),
      { numRuns: 2_000 },
    );
    expect(idOf('_x~_1', 'A')).not.toBe(idOf('_1', 'A~_x'));
  });

  it('given a placeholder and a number that is none, then their ids differ', () => {
    fc.assert(
      fc.property(text, placeholder, text, (customer, number, plain) => {
        fc.pre(!plain.startsWith('_') && plain !== creditNoteNumber(number, customer));
        expect(idOf(number, customer)).not.toBe(idOf(plain, customer));
      }),
    );
  });
});
