import type { Column, TableDefinition } from '../tables/column.js';
import type { ColumnBounds, ScanBounds } from '../tables/table.js';
import { compareValues, type Value } from '../tables/row.js';
import type { Cell, DocumentGrid } from './document-grid.js';
import { firstWhere, intersect, rangeWithin, type Range } from './ranges.js';

export type GridOrder = 'customer' | 'time';

/** Finds the documents of a grid a bounded scan has to look at, in the table's key order. */
export class CellFinder {
  constructor(
    private readonly grid: DocumentGrid,
    private readonly table: TableDefinition,
    private readonly order: GridOrder,
  ) {}

  *cells(bounds: ScanBounds): Iterable<Cell> {
    const start = this.start(bounds.from);
    const invoices = bounds.columns.get('Invoice')?.values;
    if (invoices !== undefined) yield* this.named(invoices, start);
    else if (this.order === 'time') yield* this.byTime(bounds, start);
    else yield* this.byCustomer(bounds, start);
  }

  /** The documents with these numbers, whatever else the filter says. */
  private *named(numbers: readonly string[], start: number): Iterable<Cell> {
    const known = numbers.map((number) => number.trimEnd()).filter((number) => /^\d{15}$/.test(number));
    const times = known.map(Number).filter((time) => time < this.grid.documents);
    const positions = times.map((time) => this.positionOf(this.grid.atTime(time)));
    for (const position of [...new Set(positions)].sort((a, b) => a - b)) {
      if (position >= start) yield this.cellAt(position);
    }
  }

  private *byTime(bounds: ScanBounds, start: number): Iterable<Cell> {
    const { customers, documents } = this.grid;
    const turns = this.turnRange(bounds);
    const numbers = this.range('Invoice', documents, bounds, (at) => this.grid.invoiceNumber(this.grid.atTime(at)));
    const times = intersect(numbers, { first: Math.max(start, turns.first * customers), end: turns.end * customers });
    const wanted = this.customerRange(bounds);
    for (let time = times.first; time < times.end; time++) {
      const cell = this.grid.atTime(time);
      if (cell.customer < wanted.first) time += wanted.first - cell.customer - 1;
      else if (cell.customer >= wanted.end) time += customers - cell.customer - 1;
      else yield cell;
    }
  }

  private *byCustomer(bounds: ScanBounds, start: number): Iterable<Cell> {
    const { turns } = this.grid;
    const customers = this.customerRange(bounds);
    const wanted = this.turnRange(bounds);
    for (let position = Math.max(start, customers.first * turns); position < customers.end * turns; position++) {
      const cell = this.grid.atCustomer(position);
      if (cell.turn < wanted.first) position += wanted.first - cell.turn - 1;
      else if (cell.turn >= wanted.end) position += turns - cell.turn - 1;
      else yield cell;
    }
  }

  private start(from: readonly Value[] | undefined): number {
    if (from === undefined) return 0;
    return firstWhere(this.grid.documents, (position) => this.compareKey(this.cellAt(position), from) >= 0);
  }

  private compareKey(cell: Cell, from: readonly Value[]): number {
    const { year, month, register } = this.grid.period(cell.turn);
    const known: Record<string, string> = {
      Customer: this.grid.customerId(cell.customer),
      Invoice: this.grid.invoiceNumber(cell),
      DocumentType: this.grid.documentType(cell),
      TrnYear: String(year),
      TrnMonth: String(month),
      Register: String(register),
    };
    for (const [index, value] of from.entries()) {
      const column = this.table.key[index];
      const own = column === undefined ? undefined : known[column.name];
      // behind these columns a document has rows before and after: begin at the document
      if (column === undefined || own === undefined) return 0;
      const order = compareValues(column, own, value);
      if (order !== 0) return order;
    }
    return 0;
  }

  private turnRange(bounds: ScanBounds): Range {
    const { turns } = this.grid;
    const dates = this.range('InvoiceDate', turns, bounds, (turn) => this.grid.date(turn));
    const registers = this.range('Register', turns, bounds, (turn) => String(this.grid.period(turn).register));
    const years = this.range('TrnYear', turns, bounds, (turn) => String(this.grid.period(turn).year));
    const months = this.range('TrnMonth', turns, bounds, (turn) => String(this.grid.period(turn).month));
    return intersect(intersect(dates, registers), intersect(years, months));
  }

  private customerRange(bounds: ScanBounds): Range {
    return this.range('Customer', this.grid.customers, bounds, (customer) => this.grid.customerId(customer));
  }

  private range(name: string, size: number, bounds: ScanBounds, valueAt: (at: number) => string): Range {
    const column: Column | undefined = this.table.byName.get(name);
    const ofColumn: ColumnBounds | undefined = bounds.columns.get(name);
    return column === undefined ? { first: 0, end: size } : rangeWithin(size, column, ofColumn, valueAt);
  }

  private cellAt(position: number): Cell {
    return this.order === 'time' ? this.grid.atTime(position) : this.grid.atCustomer(position);
  }

  private positionOf(cell: Cell): number {
    return this.order === 'time' ? this.grid.byTime(cell) : cell.customer * this.grid.turns + cell.turn;
  }
}
