import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { paymentMarker, paymentTag, tagIn } from './payment-marker.js';

const sourceId = fc.oneof(
  fc.string({ minLength: 1, maxLength: 120, unit: 'grapheme' }),
  fc.stringMatching(/^[A-Z0-9]{1,8}~[A-Z0-9]{1,12}~[ICD]~\d{1,3}$/),
);
const reference = fc.option(fc.string({ maxLength: 150, unit: 'grapheme' }), { nil: undefined });

describe('mark of a payment', () => {
  it('given a source id, then people can read it behind the source’s own reference', () => {
    const tag = paymentTag('BAY001~100001~P~1');
    expect(paymentMarker('CHQ 77', tag)).toBe('CHQ 77 [BAY001~100001~P~1]');
    expect(paymentMarker(undefined, tag)).toBe('[BAY001~100001~P~1]');
    expect(paymentTag('Å/1')).toMatch(/^A-1-[0-9a-f]{12}$/);
  });

  it('given any reference and source id, then it fits, is the same every time, and gives the tag back', () => {
    fc.assert(
      fc.property(reference, sourceId, (text, id) => {
        const marker = paymentMarker(text, paymentTag(id));
        expect(marker.length).toBeLessThanOrEqual(100);
        expect(marker).toBe(paymentMarker(text, paymentTag(id)));
        expect(tagIn(marker)).toBe(paymentTag(id));
        expect(tagIn(` ${marker} `)).toBe(paymentTag(id));
      }),
    );
  });

  it('given two payments, then one is never taken for the other, whatever their references say', () => {
    fc.assert(
      fc.property(sourceId, sourceId, reference, (one, other, text) => {
        fc.pre(one !== other);
        const others = paymentMarker(`${text ?? ''} [${paymentTag(one)}]`, paymentTag(other));
        expect(tagIn(others)).not.toBe(paymentTag(one));
      }),
    );
  });

  it.each([undefined, '', 'CHQ 77', '[BAY001~1~P~1] and more', '[]', '[two words]'])(
    'given %j, then it is none of ours',
    (text) => {
      expect(tagIn(text)).toBeUndefined();
    },
  );
});
