import type { TableDefinition } from './column.js';
import { compareToTuple, keyText, keyTuple, type Row } from './row.js';
import type { ScanBounds, Table } from './table.js';

/** A table kept in memory, sorted by primary key. */
export class MemoryTable implements Table {
  private readonly rows = new Map<string, Row>();
  private sorted: readonly Row[] | undefined;

  constructor(
    readonly definition: TableDefinition,
    rows: Iterable<Row> = [],
  ) {
    for (const row of rows) this.put(row);
  }

  get size(): number {
    return this.rows.size;
  }

  *scan(bounds: ScanBounds): Iterable<Row> {
    const rows = this.inOrder();
    for (let index = this.firstIndex(rows, bounds); index < rows.length; index++) {
      const row = rows[index];
      if (row !== undefined) yield row;
    }
  }

  get(key: Row): Row | undefined {
    return this.rows.get(keyText(this.definition, key));
  }

  put(row: Row): void {
    this.rows.set(keyText(this.definition, row), row);
    this.sorted = undefined;
  }

  remove(key: Row): boolean {
    this.sorted = undefined;
    return this.rows.delete(keyText(this.definition, key));
  }

  private inOrder(): readonly Row[] {
    this.sorted ??= [...this.rows.values()].sort((a, b) =>
      compareToTuple(this.definition, a, keyTuple(this.definition, b)),
    );
    return this.sorted;
  }

  private firstIndex(rows: readonly Row[], bounds: ScanBounds): number {
    const { from } = bounds;
    if (from === undefined) return 0;
    let low = 0;
    let high = rows.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const row = rows[middle];
      if (row !== undefined && compareToTuple(this.definition, row, from) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
