import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { StoredRow } from '../store/unit-of-work.js';
import { filterOf, type FilterKind } from './filters.js';
import { pageOf } from './page.js';

function rowsOf(times: readonly (number | undefined)[]): StoredRow[] {
  return times.map((time, position) => ({
    row: 100 + position,
    value: { object: 'invoice', id: String(position), ...(time === undefined ? {} : { updated_at: time }) },
  }));
}

describe('filterOf', () => {
  const row = { object: 'x', id: 'A-1', status: 'paid', total: 100, updated_at: 1_760_000_000, recurring: false };

  it.each<[string, FilterKind, string, string, boolean]>([
    ['id', 'text', 'is', 'A-1', true],
    ['id', 'text', 'starts_with', 'A', true],
    ['id', 'text', 'in', '["A-1","B"]', true],
    ['id', 'text', 'in', '[B,A-1]', true],
    ['id', 'text', 'not_in', '["A-1"]', false],
    ['po_number', 'text', 'is_present', 'false', true],
    ['po_number', 'text', 'is_not', 'x', true],
    ['status', 'choice', 'in', '[paid,posted]', true],
    ['total', 'number', 'gte', '100', true],
    ['total', 'number', 'between', '[1,99]', false],
    ['updated_at', 'time', 'after', '1760000000', false],
    ['updated_at', 'time', 'before', '1760000001', true],
    ['updated_at', 'time', 'between', '[1760000000,1760000000]', true],
    ['updated_at', 'time', 'on', '1760000001', true],
    ['voided_at', 'time', 'after', '1000000000', false],
    ['recurring', 'bool', 'is', 'false', true],
  ])('%s %s[%s]=%s is %s', (attribute, kind, operator, value, expected) => {
    expect(filterOf(attribute, kind, operator, value)(row)).toBe(expected);
  });

  it.each<[FilterKind, string, string]>([
    ['time', 'is', '1760000000'],
    ['time', 'after', '2026-01-01'],
    ['time', 'between', '1760000000,1760000001'],
    ['text', 'in', 'a,b'],
    ['text', 'is', ''],
    ['number', 'lt', 'x'],
  ])('refuses %s[%s]=%s', (kind, operator, value) => {
    expect(() => filterOf('x', kind, operator, value)).toThrow(`x[${operator}]`);
  });
});

describe('pageOf', () => {
  const times = fc.array(fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined }), { maxLength: 30 });

  it('serves every row once, in order, whatever the page size', () => {
    fc.assert(
      fc.property(
        times,
        fc.integer({ min: 1, max: 7 }),
        fc.constantFrom('asc' as const, 'desc' as const),
        (values, limit, direction) => {
          const order = { attribute: 'updated_at', direction };
          const seen: StoredRow[] = [];
          let offset: string | undefined;
          do {
            const result: { page: StoredRow[]; next_offset?: string } = pageOf(rowsOf(values), order, limit, offset);
            seen.push(...result.page);
            offset = result.next_offset;
          } while (offset !== undefined);
          expect(seen).toHaveLength(values.length);
          expect(new Set(seen.map(({ row }) => row)).size).toBe(values.length);
          const keys = seen.map(({ value }) => value.updated_at ?? 0);
          expect(keys).toEqual(keys.toSorted((a, b) => (direction === 'asc' ? a - b : b - a)));
        },
      ),
    );
  });

  it('refuses an offset it never gave', () => {
    expect(() => pageOf([], { attribute: undefined, direction: 'asc' }, 10, '7')).toThrow('offset');
  });
});
