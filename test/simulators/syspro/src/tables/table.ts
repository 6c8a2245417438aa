import type { TableDefinition } from './column.js';
import type { Row, Value } from './row.js';

/** What a filter proves about one column: a finite set of values, or an interval (both ends included). */
export interface ColumnBounds {
  values?: readonly string[];
  low?: string;
  high?: string;
}

/** Hints that let a table leave out rows no answer can contain; the filter is still applied to every row. */
export interface ScanBounds {
  /** Rows before these leading key values cannot match. */
  from?: readonly Value[];
  columns: ReadonlyMap<string, ColumnBounds>;
}

export const NO_BOUNDS: ScanBounds = { columns: new Map() };

/** One table of a company. Rows come in primary key order; a running scan does not see later edits of a kept table. */
export interface Table {
  readonly definition: TableDefinition;
  readonly size: number;
  scan(bounds: ScanBounds): Iterable<Row>;
  get(key: Row): Row | undefined;
  put(row: Row): void;
  remove(key: Row): boolean;
}
