import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PageCapacity } from './page-capacity.js';
import { keyText, type Rows } from './rows.js';
import { NOTHING_BEHIND, pagesBySkip } from './skip-paging.js';
import { codeTable } from './wire.js';

const TABLE = codeTable('T', 'Code', 'Text');
const rowsOf = (codes: Iterable<number>): Rows =>
  [...codes].sort((a, b) => a - b).map((code) => ({ Code: String(code).padStart(4, '0') }));

interface Change {
  readonly insert: readonly number[];
  readonly remove: readonly number[];
}

/** Reads a table whose rows change between any two requests; answers what came, page by page, and what never changed. */
async function readWhile(changes: readonly Change[], size: number, pageSize: number, cap: number) {
  // even codes are there at first, odd ones may come
  const there = new Set(Array.from({ length: size }, (_, index) => index * 2));
  const touched = new Set<number>();
  let requests = 0;
  const read = async (skip: number, top: number): Promise<Rows> => {
    const page = rowsOf(there).slice(skip, skip + Math.min(top, cap));
    const change = changes[requests++];
    for (const code of change?.insert ?? []) there.add(code * 2 + 1);
    for (const code of change?.remove ?? []) {
      touched.add(code * 2);
      there.delete(code * 2);
    }
    return page;
  };
  const seen: string[] = [];
  const paging = { table: TABLE, pageSize, capacity: new PageCapacity(), read };
  for await (const rows of pagesBySkip(paging, NOTHING_BEHIND)) {
    expect(rows.length).toBeGreaterThan(0);
    seen.push(...rows.map((row) => keyText(row, TABLE)));
    if (seen.length > 10_000) throw new Error('does not end');
  }
  const steady = rowsOf(Array.from({ length: size }, (_, index) => index * 2).filter((code) => !touched.has(code)));
  return { seen, steady: steady.map((row) => keyText(row, TABLE)) };
}

const codes = fc.uniqueArray(fc.nat({ max: 60 }), { maxLength: 4 });
const change = fc.record({ insert: codes, remove: codes });

describe('paging by $skip', () => {
  it('given rows that come and go between requests, when read, then every row that was there all the time comes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(change, { maxLength: 12 }),
        fc.integer({ min: 0, max: 60 }),
        fc.integer({ min: 1, max: 9 }),
        fc.constantFrom(4, 100),
        async (changes, size, pageSize, cap) => {
          const { seen, steady } = await readWhile(changes, size, pageSize, cap);
          expect(steady.filter((key) => !seen.includes(key))).toEqual([]);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('given pages of which something is always left, when read, then nothing comes twice', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ insert: codes, remove: fc.uniqueArray(fc.nat({ max: 60 }), { maxLength: 1 }) })),
        fc.integer({ min: 0, max: 60 }),
        async (changes, size) => {
          const sparse = changes.map((entry, index) =>
            index % 4 === 0 ? entry : { insert: entry.insert, remove: [] },
          );
          const { seen } = await readWhile(sparse, size, 8, 100);
          expect(new Set(seen).size).toBe(seen.length);
        },
      ),
      { numRuns: 300 },
    );
  });
});
