import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { encodeForm, type FormParams } from './form-encoder.js';

const decode = (text: string) => [...new URLSearchParams(text)];

describe('form encoder', () => {
  it('given values, objects and rows, when encoded, then objects nest and rows go by columns', () => {
    const params: FormParams = {
      total: 300,
      id: 'INV 1/ä',
      is_written_off: false,
      billing_address: { city: 'Zürich & Köln', zip: undefined },
      line_items: [
        { amount: 100, description: 'a+b' },
        { amount: 200, description: '🚲', tax1_name: 'VAT' },
      ],
      coupon_ids: ['x', 'y'],
    };
    expect(encodeForm(params)).toBe(
      'billing_address%5Bcity%5D=Z%C3%BCrich+%26+K%C3%B6ln&coupon_ids%5B0%5D=x&coupon_ids%5B1%5D=y&id=INV+1%2F%C3%A4' +
        '&is_written_off=false&line_items%5Bamount%5D%5B0%5D=100&line_items%5Bdescription%5D%5B0%5D=a%2Bb' +
        '&line_items%5Bamount%5D%5B1%5D=200&line_items%5Bdescription%5D%5B1%5D=%F0%9F%9A%B2' +
        '&line_items%5Btax1_name%5D%5B1%5D=VAT&total=300',
    );
  });

  it('given an empty text, when encoded, then it is sent; given no value, then it is not', () => {
    expect(encodeForm({ phone: '', email: undefined })).toBe('phone=');
  });

  const name = fc.stringMatching(/^[a-z_]{1,8}$/);
  const scalar = fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer(), fc.boolean());
  const row = fc.dictionary(name, scalar, { maxKeys: 4 });
  const params = fc.dictionary(name, fc.oneof(scalar, row, fc.array(row, { maxLength: 3 })), { maxKeys: 6 });

  it('given any parameters, when encoded, then every value arrives under its own name', () => {
    fc.assert(
      fc.property(params, (given) => {
        const expected = Object.entries(given).flatMap(([key, value]): [string, string][] => {
          if (Array.isArray(value)) {
            return value.flatMap((each, index) =>
              Object.entries(each).map(([column, cell]): [string, string] => [
                `${key}[${column}][${index}]`,
                String(cell),
              ]),
            );
          }
          if (typeof value === 'object') return Object.entries(value).map(([k, v]) => [`${key}[${k}]`, String(v)]);
          return [[key, String(value)]];
        });
        expect(decode(encodeForm(given)).sort()).toEqual(expected.sort());
      }),
    );
  });

  it('given the same parameters in another order, when encoded, then the bytes are the same', () => {
    fc.assert(
      fc.property(params, (given) => {
        const turned = Object.fromEntries(Object.entries(given).reverse());
        expect(encodeForm(turned)).toBe(encodeForm(given));
      }),
    );
  });

  it('given parameters that went through JSON, when encoded, then the bytes are the same', () => {
    fc.assert(
      fc.property(params, (given) => {
        expect(encodeForm(JSON.parse(JSON.stringify(given)) as FormParams)).toBe(encodeForm(given));
      }),
    );
  });
});
