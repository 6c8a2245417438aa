import { allOf, type Expression } from './odata/expression.js';
import { keyBatches, type BatchLimits } from './odata/key-batches.js';
import { ROW_CAP, type ODataPager } from './odata/odata-pager.js';
import type { Rows } from './odata/rows.js';
import type { SysproTable } from './odata/wire.js';

/** Pages a range may take before asking for the rows by their keys is cheaper. */
const RANGE_PAGES = 2;

type Row = Readonly<Record<string, unknown>>;

/** Rows of one table, named twice: by the values of one column, and by a range that holds them all. */
export interface KeyedRows {
  readonly table: SysproTable;
  readonly column: string;
  readonly values: readonly string[];
  readonly range: readonly Expression[];
  /** The range holds nothing else. */
  readonly isRangeExact: boolean;
  /** What is true of every row wanted, however they are asked for. */
  readonly within?: readonly Expression[];
}

/**
 * Reads rows by one range where that takes one or two requests, else by their keys, as many a request as the service
 * takes: a range may hold many rows that were not asked for.
 */
export class KeyedRowsReader {
  /** Ranges that proved too wide in this run, by table and column. */
  private readonly tooWide = new Set<string>();

  constructor(
    private readonly pager: ODataPager,
    private readonly limits: (table: SysproTable) => BatchLimits,
  ) {}

  /** Hands over at least the rows wanted, each once. */
  async read(wanted: KeyedRows, take: (row: Row) => void): Promise<void> {
    const { table, column, isRangeExact, within = [] } = wanted;
    const batches = this.batchesOf(wanted);
    const range = all([...within, ...wanted.range]);
    const name = `${table.name}.${column}`;
    const isRangeUseful = batches.length > RANGE_PAGES && range !== undefined && this.limits(table).fits(range);
    if (isRangeUseful && (isRangeExact || !this.tooWide.has(name))) {
      if (await this.readRange(table, range, isRangeExact ? undefined : RANGE_PAGES, take)) return;
      this.tooWide.add(name);
    }
    for (const filter of batches) {
      for await (const rows of this.pager.pages({ table, filter, pageSize: ROW_CAP })) rows.forEach(take);
    }
  }

  private batchesOf({ table, column, values, within = [] }: KeyedRows): Expression[] {
    const { maxNodes, fits } = this.limits(table);
    const whole = (keys: Expression): Expression => all([...within, keys]) ?? keys;
    const taken = within.reduce((sum, part) => sum + part.nodes + 1, 0);
    const limits = { maxNodes: maxNodes - taken, fits: (keys: Expression) => fits(whole(keys)) };
    return [...keyBatches(column, [...new Set(values)], limits)].map(whole);
  }

  /** Hands rows over only when all of them were read: taking some twice would double a document's lines. */
  private async readRange(
    table: SysproTable,
    filter: Expression,
    maxPages: number | undefined,
    take: (row: Row) => void,
  ): Promise<boolean> {
    const kept: Rows[] = [];
    for await (const rows of this.pager.pages({ table, filter, pageSize: ROW_CAP })) {
      if (maxPages === undefined) rows.forEach(take);
      else if (kept.push(rows) > maxPages) return false;
    }
    for (const rows of kept) rows.forEach(take);
    return true;
  }
}

function all(parts: readonly Expression[]): Expression | undefined {
  const [first, ...rest] = parts;
  return first === undefined ? undefined : allOf([first, ...rest]);
}
