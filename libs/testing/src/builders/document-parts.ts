import {
  addDecimals,
  subtractDecimals,
  type Discount,
  type DocumentLine,
  type DocumentTotals,
  type Tax,
} from '@ledgerbridge/contracts';
import { money } from './record-builders.js';

export interface LineOptions extends Partial<Omit<DocumentLine, 'amount'>> {
  readonly amount?: string;
}

/** Lines, discounts and taxes of a document in the making; totals always follow from them. */
export class DocumentParts {
  readonly lines: DocumentLine[] = [];
  readonly discounts: Discount[] = [];
  private readonly documentTaxes: Tax[] = [];
  rounding = '0';

  addLine(options: LineOptions): void {
    const id = options.id ?? String(this.lines.length + 1);
    this.lines.push({
      kind: 'item',
      itemCode: `STOCK-${id}`,
      description: `Item ${id}`,
      taxes: [],
      ...options,
      id,
      amount: money(options.amount ?? '100'),
    });
  }

  addTax(tax: Tax): void {
    this.documentTaxes.push(tax);
  }

  /** One row a tax: those of the document and of its lines, summed by name and rate. */
  get taxes(): Tax[] {
    const rows = new Map<string, Tax>();
    for (const tax of [...this.lines.flatMap((line) => line.taxes), ...this.documentTaxes]) {
      const key = `${tax.name}|${tax.rate ?? ''}`;
      const row = rows.get(key);
      rows.set(key, row === undefined ? { ...tax } : { ...row, amount: addDecimals(row.amount, tax.amount) });
    }
    return [...rows.values()];
  }

  get totals(): DocumentTotals {
    const lines = addDecimals(...this.lines.map((line) => line.amount));
    const discount = addDecimals(
      ...this.lines.map((line) => line.discount ?? '0'),
      ...this.discounts.map((each) => each.amount),
    );
    const tax = addDecimals(...this.taxes.map((each) => each.amount));
    const total = addDecimals(subtractDecimals(lines, discount), tax, this.rounding);
    return { lines, discount, tax, rounding: this.rounding, total };
  }
}
