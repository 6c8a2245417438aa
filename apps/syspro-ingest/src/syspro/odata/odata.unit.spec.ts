import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseExactJson, scalarText } from './exact-json.js';
import { allOf, anyOf, beyond, compare, literal, type Expression } from './expression.js';
import { keyBatches } from './key-batches.js';
import { queryPath } from './odata-query.js';
import { PageCapacity } from './page-capacity.js';
import { readBounded } from './response-body.js';
import type { KeyColumn } from './wire.js';

const KEY: readonly KeyColumn[] = [
  { name: 'Customer', kind: 'text' },
  { name: 'Invoice', kind: 'text' },
  { name: 'Line', kind: 'number' },
];

describe('exact JSON', () => {
  it('given an amount that a double cannot hold, when parsed, then every digit is kept', () => {
    expect(parseExactJson('{"a":123456789012345678.123456,"b":[-0.00,1.50]}')).toEqual({
      a: '123456789012345678.123456',
      b: ['-0.00', '1.50'],
    });
  });

  it('given short numbers, when parsed and read as text, then they are the same decimals', () => {
    fc.assert(
      fc.property(fc.integer({ min: -(10 ** 13), max: 10 ** 13 }), (cents) => {
        const text = `${cents < 0 ? '-' : ''}${Math.trunc(Math.abs(cents) / 100)}.${String(Math.abs(cents) % 100).padStart(2, '0')}`;
        const { v } = parseExactJson(`{"v":${text}}`) as { v: unknown };
        expect(Number(scalarText(v))).toBe(Number(text));
        expect(text.replace(/\.?0+$/, '') || '0').toBe(
          (scalarText(v) ?? '').replace(/^-?0$/, text.startsWith('-') ? '-0' : '0'),
        );
      }),
    );
  });

  it('given JSON cut off, when parsed, then it throws', () => {
    expect(() => parseExactJson('{"value":[{"a":1')).toThrow(SyntaxError);
  });
});

describe('expressions', () => {
  it('given quotes in a key, when written as a literal, then they are doubled', () => {
    expect(literal('text', "O'NEIL")).toBe("'O''NEIL'");
    expect(literal('number', ' 42 ')).toBe('42');
  });

  it('given a composite key, when going beyond it, then the nested or-of-ands', () => {
    expect(beyond(KEY, ['A', 'B', '3'], 'gt').text).toBe(
      "Customer gt 'A' or (Customer eq 'A' and (Invoice gt 'B' or (Invoice eq 'B' and Line gt 3)))",
    );
    expect(beyond(KEY, ['A', 'B', '3'], 'lt', true).text).toContain('Line le 3');
  });

  it('given and inside or, when joined, then brackets and nodes are right', () => {
    const both = allOf([compare('A', 'eq', '1'), anyOf([compare('B', 'eq', '2'), compare('C', 'eq', '3')])]);
    expect(both).toEqual({ text: 'A eq 1 and (B eq 2 or C eq 3)', nodes: 11, isCompound: true });
  });

  it('given any keys, when evaluated, then beyond means later in tuple order', () => {
    const part = fc.constantFrom('A', 'B', 'C');
    const key = fc.tuple(part, part, fc.integer({ min: 0, max: 3 }).map(String));
    fc.assert(
      fc.property(key, key, (row, bound) => {
        const isLater = row.join('') > bound.join('');
        expect(evaluate(beyond(KEY, bound, 'gt'), row)).toBe(isLater);
      }),
    );
  });
});

/** The filter as JavaScript over one row. */
function evaluate({ text }: Expression, [customer, invoice, line]: readonly string[]): boolean {
  const code = text
    .replaceAll(' gt ', ' > ')
    .replaceAll(' eq ', ' === ')
    .replaceAll(' or ', ' || ')
    .replaceAll(' and ', ' && ');
  // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call
  return new Function('Customer', 'Invoice', 'Line', `return ${code}`)(customer, invoice, Number(line)) as boolean;
}

describe('query path', () => {
  it('given characters that need it, when built, then they are encoded', () => {
    const filter = compare('Customer', 'eq', literal('text', "O'NEIL&+%"));
    expect(queryPath({ table: 'ArCustomer', filter, orderBy: KEY, select: ['A', 'B'], top: 5, skip: 10 })).toBe(
      "/ArCustomer?$filter=Customer%20eq%20'O''NEIL%26%2B%25'&$orderby=Customer,Invoice,Line&$select=A,B&$top=5&$skip=10",
    );
  });
});

describe('query path of a broken key', () => {
  it('given half a surrogate pair in a key, when built, then it does not stop the paging', () => {
    const filter = compare('Customer', 'gt', literal('text', 'A\ud83d'));
    expect(queryPath({ table: 'T', filter })).toBe("/T?$filter=Customer%20gt%20'A%EF%BF%BD'");
  });
});

describe('key batches', () => {
  it('given any keys, when batched, then each is asked for once and no filter is over its limits', () => {
    const limits = { maxNodes: 20, fits: (filter: Expression) => filter.text.length <= 120 };
    fc.assert(
      fc.property(fc.uniqueArray(fc.stringMatching(/^[A-Z0-9']{1,20}$/), { maxLength: 60 }), (keys) => {
        const batches = [...keyBatches('Invoice', keys, limits)];
        const asked = batches.flatMap(({ text }) => text.split(' or '));
        expect(asked).toEqual(keys.map((key) => `Invoice eq ${literal('text', key)}`));
        for (const batch of batches) expect(batch.nodes).toBeLessThanOrEqual(limits.maxNodes);
      }),
    );
  });
});

describe('page capacity', () => {
  it('given a service with an unknown cap, then only a page shorter than one it has sent before is the end', () => {
    const capacity = new PageCapacity();
    expect(capacity.isEnd('T', 7, 500)).toBe(false);
    expect(capacity.isEnd('T', 7, 500)).toBe(false);
    expect(capacity.isEnd('T', 6, 500)).toBe(true);
    expect(capacity.isEnd('U', 6, 500)).toBe(false);
    expect(capacity.isEnd('U', 0, 500)).toBe(true);
    expect(capacity.isEnd('T', 500, 500)).toBe(false);
  });
});

describe('response body', () => {
  async function* chunks(...texts: string[]) {
    for (const text of texts) yield new TextEncoder().encode(text);
  }

  it('given a body over the bound, when read, then it is given up', async () => {
    expect(await readBounded(chunks('äb', 'c'), 4)).toBe('äbc');
    expect(await readBounded(chunks('abc', 'de'), 4)).toBeUndefined();
  });
});
