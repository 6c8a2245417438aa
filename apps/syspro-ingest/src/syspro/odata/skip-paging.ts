import type { PageCapacity } from './page-capacity.js';
import { keyText, type Rows } from './rows.js';
import type { SysproTable } from './wire.js';

export interface SkipPaging {
  readonly table: SysproTable;
  /** Rows a page. */
  readonly pageSize: number;
  readonly capacity: PageCapacity;
  /** Some rows of the table in order, from the given place on; fewer than asked for where the service cuts. */
  readonly read: (skip: number, top: number) => Promise<Rows>;
}

/** What was read of a table already, from its start. */
export interface RowsBehind {
  readonly count: number;
  readonly last: Rows;
}

export const NOTHING_BEHIND: RowsBehind = { count: 0, last: [] };

/**
 * Reads a table by `$skip`. The service counts rows anew for each request, so rows inserted or removed meanwhile move
 * the others: each page begins with the last row of the page before, and where that row is no longer is looked for.
 * Rows are never left out; they come twice only when all of a page is gone.
 */
export async function* pagesBySkip(paging: SkipPaging, behind: RowsBehind): AsyncGenerator<Rows, void, void> {
  const { table, pageSize, capacity } = paging;
  let skip = behind.count;
  let before = keysOf(behind.last, table);
  for (;;) {
    const overlap = before.size > 0 ? 1 : 0;
    const from = skip - overlap;
    const rows = await paging.read(from, pageSize + overlap);
    const known = lastKnown(rows, before, table);
    if (overlap > 0 && known < 0) {
      skip = await placeAfter(before, from, paging);
      if (skip === 0) before = new Set();
      continue;
    }
    const fresh = rows.slice(known + 1);
    if (fresh.length > 0) {
      before = keysOf(fresh, table);
      yield fresh;
    }
    skip = from + rows.length;
    if (rows.length <= overlap || capacity.isEnd(table.name, rows.length, pageSize + overlap)) return;
  }
}

/** The place after rows that have moved; 0 when none of them is there any more. */
async function placeAfter(before: ReadonlySet<string>, from: number, paging: SkipPaging): Promise<number> {
  const { table, pageSize, read } = paging;
  const near = Math.max(0, from - pageSize);
  const found = lastKnown(await read(near, pageSize), before, table);
  if (found >= 0) return near + found + 1;
  for (let skip = 0; ;) {
    const rows = await read(skip, pageSize);
    if (rows.length === 0) return 0;
    const known = lastKnown(rows, before, table);
    if (known >= 0) return skip + known + 1;
    skip += rows.length;
  }
}

function keysOf(rows: Rows, table: SysproTable): ReadonlySet<string> {
  return new Set(rows.map((row) => keyText(row, table)));
}

function lastKnown(rows: Rows, keys: ReadonlySet<string>, table: SysproTable): number {
  return rows.findLastIndex((row) => keys.has(keyText(row, table)));
}
