import { dayAt, DAYS, monthOf, yearOf } from '../seed/calendar.js';

export interface GeneratedOptions {
  /** Rounded up to a whole number of invoices a customer. */
  invoices: number;
  /** Default: one customer for 50 invoices. */
  customers?: number;
  linesPerInvoice?: number;
}

/** One document's place: customer number and how many documents of that customer came before. */
export interface Cell {
  customer: number;
  turn: number;
}

/**
 * Arithmetic in place of 100,000 objects: document (customer, turn) exists for every customer and turn. Turns are in order of time, so
 * the order by customer is `customer × turns + turn`, and the order by period, register and invoice number is `turn × customers + customer`.
 */
export class DocumentGrid {
  readonly customers: number;
  readonly turns: number;
  readonly lines: number;
  private readonly dates: string[] = [];

  constructor(options: GeneratedOptions) {
    this.customers = options.customers ?? Math.max(1, Math.floor(options.invoices / 50));
    this.turns = Math.ceil(options.invoices / this.customers);
    this.lines = options.linesPerInvoice ?? 2;
  }

  get documents(): number {
    return this.customers * this.turns;
  }

  customerId(customer: number): string {
    return `C${String(customer).padStart(7, '0')}`;
  }

  invoiceNumber({ customer, turn }: Cell): string {
    return String(this.byTime({ customer, turn })).padStart(15, '0');
  }

  date(turn: number): string {
    return (this.dates[turn] ??= dayAt(Math.floor((turn * DAYS) / this.turns)));
  }

  period(turn: number): { year: number; month: number; register: number } {
    const date = this.date(turn);
    return { year: yearOf(date), month: monthOf(date), register: 5000 + turn };
  }

  /** Every 25th is a credit note. */
  documentType(cell: Cell): string {
    return this.byTime(cell) % 25 === 24 ? 'C' : 'I';
  }

  byTime({ customer, turn }: Cell): number {
    return turn * this.customers + customer;
  }

  atTime(position: number): Cell {
    return { turn: Math.floor(position / this.customers), customer: position % this.customers };
  }

  atCustomer(position: number): Cell {
    return { customer: Math.floor(position / this.turns), turn: position % this.turns };
  }
}
