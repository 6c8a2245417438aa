import { NO_JOURNAL, type Journal, type JournalEntry } from './journal.js';
import { completeRow, normaliseChanges, RowError } from './normalise-row.js';
import { keyText, type Row } from './row.js';
import type { Table } from './table.js';
import { rowversion, rowversionNumber } from './rowversion.js';

export type Edit =
  | { op: 'insert'; table: string; values: Record<string, unknown> }
  | { op: 'patch'; table: string; key: Record<string, unknown>; changes: Record<string, unknown> }
  | { op: 'remove'; table: string; key: Record<string, unknown> };

/** The database of one SYSPRO company: tables, edits, and the journal that makes edits outlive the process. */
export class Company {
  private readonly tables: ReadonlyMap<string, Table>;
  private journal: Journal = NO_JOURNAL;
  private version: bigint;

  constructor(
    readonly id: string,
    tables: readonly Table[],
    firstVersion: bigint,
  ) {
    this.tables = new Map(tables.map((table) => [table.definition.name, table]));
    this.version = firstVersion;
  }

  /** Replays earlier edits, then writes later ones to `journal`. */
  attach(journal: Journal, entries: readonly JournalEntry[]): void {
    for (const entry of entries) this.apply(entry);
    this.journal = journal;
  }

  find(name: string): Table | undefined {
    return this.tables.get(name);
  }

  /** @throws {@link RowError} when the company has no such table. */
  table(name: string): Table {
    const table = this.tables.get(name);
    if (table === undefined) throw new RowError(`no table ${name}`);
    return table;
  }

  all(): readonly Table[] {
    return [...this.tables.values()];
  }

  /**
   * Makes all edits or none, flushed to the journal before it returns.
   * @throws {@link RowError} on an unknown table, column or key, a value that does not fit, or a key already there.
   */
  edit(edits: readonly Edit[]): Row[] {
    const entries = edits.flatMap((edit) => this.plan(edit));
    this.write(entries);
    return entries.flatMap((entry) => (entry.op === 'put' ? [entry.row] : []));
  }

  /** Puts whole rows, new or not, and removes others, in one journal line. */
  replace(put: readonly { table: string; row: Row }[], remove: readonly { table: string; key: Row }[] = []): void {
    this.write([
      ...remove.map(({ table, key }) => ({ op: 'remove' as const, table, key })),
      ...put.map(({ table, row }) => ({ op: 'put' as const, table, row: this.stamped(row) })),
    ]);
  }

  close(): void {
    this.journal.close();
    this.journal = NO_JOURNAL;
  }

  private plan(edit: Edit): JournalEntry[] {
    const table = this.table(edit.table);
    const { definition } = table;
    if (edit.op === 'insert') {
      const row = completeRow(definition, normaliseChanges(definition, edit.values));
      if (table.get(row) !== undefined) throw new RowError(`${definition.name}: the key exists`);
      return [{ op: 'put', table: definition.name, row: this.stamped(row) }];
    }
    const key = normaliseChanges(definition, edit.key);
    const before = table.get(key);
    if (before === undefined) throw new RowError(`${definition.name}: no such row`);
    if (edit.op === 'remove') return [{ op: 'remove', table: definition.name, key }];
    const after = this.stamped({ ...before, ...normaliseChanges(definition, edit.changes) });
    const moved = keyText(definition, after) !== keyText(definition, before);
    if (moved && table.get(after) !== undefined) throw new RowError(`${definition.name}: the new key exists`);
    const put: JournalEntry = { op: 'put', table: definition.name, row: after };
    return moved ? [{ op: 'remove', table: definition.name, key: before }, put] : [put];
  }

  private stamped(row: Row): Row {
    this.version += 1n;
    return { ...row, TimeStamp: rowversion(this.version) };
  }

  private write(entries: readonly JournalEntry[]): void {
    if (entries.length === 0) return;
    this.journal.append(entries);
    for (const entry of entries) this.apply(entry);
  }

  private apply(entry: JournalEntry): void {
    const table = this.table(entry.table);
    if (entry.op === 'remove') {
      table.remove(entry.key);
      return;
    }
    const version = rowversionNumber(entry.row['TimeStamp']);
    if (version > this.version) this.version = version;
    table.put(entry.row);
  }
}
