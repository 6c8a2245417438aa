import { windowFilter, type DateLiteral, type RowWindow, type WindowColumns } from './document-selection.js';
import type { RawRowKey, RowOutcome, WindowedType } from './mapped-row.js';
import { allOf, type Expression } from './odata/expression.js';
import { keyBatches, type BatchLimits } from './odata/key-batches.js';
import type { ODataPager } from './odata/odata-pager.js';
import { joinKey, keyText, rawKey, type Rows } from './odata/rows.js';
import type { SysproTable } from './odata/wire.js';

/** Turns rows of one table into records of one type. */
export interface RowReader<T extends WindowedType> {
  readonly table: SysproTable;
  readonly window: WindowColumns;
  /** True of every row it has an outcome for; empty: rows it has none for are few. */
  readonly only: readonly Expression[];
  /** @param isWholeRange no row between the first and the last, of those that `only` is true of, is left out */
  outcomes(rows: Rows, isWholeRange: boolean): Promise<RowOutcome<T>[]>;
}

export interface RecordPage<T extends WindowedType> {
  readonly outcomes: readonly RowOutcome<T>[];
  /** Key to go on after, when the whole table is read. */
  readonly position: readonly string[];
}

export interface RecordReaderOptions {
  readonly pageSize: number;
  readonly limits: (table: SysproTable) => BatchLimits;
  readonly dateLiteral: () => Promise<DateLiteral>;
}

/** The records of one type, page by page: all of them, those of a window, or those of some keys. */
export class RecordReader<T extends WindowedType> {
  constructor(
    private readonly pager: ODataPager,
    private readonly reader: RowReader<T>,
    private readonly options: RecordReaderOptions,
  ) {}

  /** All of them, in key order, from after `position` on. */
  all(position: readonly string[] | undefined): AsyncGenerator<RecordPage<T>, void, void> {
    return this.pages([], true, position);
  }

  async *within(window: RowWindow): AsyncGenerator<RecordPage<T>, void, void> {
    const filter = windowFilter(window, await this.options.dateLiteral(), this.reader.window);
    yield* this.pages(filter === undefined ? [] : [filter], filter === undefined);
  }

  /** Those of these keys, those that are gone left out. */
  async *byKey(keys: readonly RawRowKey[]): AsyncGenerator<RecordPage<T>, void, void> {
    const wanted = new Set(keys.map(rowKeyText));
    const numbers = [...new Set(keys.map((key) => key.invoice))];
    for (const filter of keyBatches('Invoice', numbers, this.options.limits(this.reader.table))) {
      yield* this.pages([filter], false, undefined, wanted);
    }
  }

  private async *pages(
    filters: readonly Expression[],
    isWholeRange: boolean,
    after?: readonly string[],
    wanted?: ReadonlySet<string>,
  ): AsyncGenerator<RecordPage<T>, void, void> {
    const { table, only } = this.reader;
    const [first, ...rest] = wanted === undefined ? [...only, ...filters] : filters;
    const filter = first === undefined ? {} : { filter: allOf([first, ...rest]) };
    const read = { table, pageSize: this.options.pageSize, ...filter, ...(after && { after }) };
    for await (const rows of this.pager.pages(read)) {
      const own = wanted === undefined ? rows : rows.filter((row) => wanted.has(keyText(row, table)));
      if (own.length === 0) continue;
      yield { outcomes: await this.reader.outcomes(own, isWholeRange), position: positionAfter(rows, table) };
    }
  }
}

function rowKeyText({ customer, invoice, documentType, entry }: RawRowKey): string {
  return joinKey([customer, invoice, documentType, ...(entry === undefined ? [] : [entry])]);
}

function positionAfter(rows: Rows, table: SysproTable): string[] {
  const last = rows.at(-1);
  return last === undefined ? [] : rawKey(last, table);
}
