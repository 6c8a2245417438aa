import type { TableDefinition } from './column.js';
import { MemoryTable } from './memory-table.js';
import { compareToTuple, keyText, keyTuple, type Row } from './row.js';
import type { ScanBounds, Table } from './table.js';

/** Rows made on the fly, never kept. */
export interface RowSource {
  readonly definition: TableDefinition;
  readonly size: number;
  scan(bounds: ScanBounds): Iterable<Row>;
  get(key: Row): Row | undefined;
}

/** Edits over a generated table: only what was edited takes memory. */
export class LayeredTable implements Table {
  private readonly edited: MemoryTable;
  private readonly removed = new Set<string>();

  constructor(private readonly source: RowSource) {
    this.edited = new MemoryTable(source.definition);
  }

  get definition(): TableDefinition {
    return this.source.definition;
  }

  get size(): number {
    let added = 0;
    for (const row of this.edited.scan({ columns: new Map() })) if (this.source.get(row) === undefined) added += 1;
    return this.source.size + added - this.removed.size;
  }

  *scan(bounds: ScanBounds): Iterable<Row> {
    const edits = this.edited.scan(bounds)[Symbol.iterator]();
    let edit = edits.next();
    for (const row of this.source.scan(bounds)) {
      while (!edit.done && compareToTuple(this.definition, edit.value, keyTuple(this.definition, row)) < 0) {
        yield edit.value;
        edit = edits.next();
      }
      if (!this.isCovered(row)) yield row;
    }
    while (!edit.done) {
      yield edit.value;
      edit = edits.next();
    }
  }

  get(key: Row): Row | undefined {
    const edited = this.edited.get(key);
    if (edited !== undefined) return edited;
    return this.removed.has(keyText(this.definition, key)) ? undefined : this.source.get(key);
  }

  put(row: Row): void {
    this.removed.delete(keyText(this.definition, row));
    this.edited.put(row);
  }

  remove(key: Row): boolean {
    const existed = this.get(key) !== undefined;
    this.edited.remove(key);
    if (this.source.get(key) !== undefined) this.removed.add(keyText(this.definition, key));
    return existed;
  }

  private isCovered(row: Row): boolean {
    if (this.edited.size === 0 && this.removed.size === 0) return false;
    return this.removed.has(keyText(this.definition, row)) || this.edited.get(row) !== undefined;
  }
}
