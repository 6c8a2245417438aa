import { documentRows } from '../seed/document-rows.js';
import type { MoneySemantics } from '../seed/document-spec.js';
import { paymentRows } from '../seed/payment-rows.js';
import { readWithheld, withheldRow } from '../seed/withheld-row.js';
import type { Company } from '../tables/company.js';
import { RowError } from '../tables/normalise-row.js';
import { keyText, type Row } from '../tables/row.js';
import { AR_CUSTOMER, AR_INVOICE, AR_INVOICE_PAY, AR_TRN_DETAIL, AR_TRN_SUMMARY, WITHHELD } from '../tables/schema.js';
import { NO_BOUNDS } from '../tables/table.js';
import { newInvoiceSpec, type NewInvoice } from './new-invoice.js';

export interface DocumentReference {
  customer: string;
  invoice: string;
  documentType: string;
}

const keyOf = ({ customer, invoice, documentType }: DocumentReference): Row => ({
  Customer: customer,
  Invoice: invoice,
  DocumentType: documentType,
});

const placed = (table: string, rows: readonly Row[]) => rows.map((row) => ({ table, row }));

const CUSTOMER_TABLES = [AR_CUSTOMER, AR_INVOICE, AR_TRN_SUMMARY, AR_TRN_DETAIL, AR_INVOICE_PAY, WITHHELD];

/** What happens to whole documents and customers in an ERP, as edits of several tables at once. */
export class DocumentControls {
  constructor(
    private readonly company: Company,
    private readonly semantics: MoneySemantics,
  ) {}

  /**
   * Posts a document with amounts that agree.
   * @throws RowError for a customer that does not exist, a number in use, a malformed amount.
   */
  addInvoice(input: NewInvoice): DocumentReference {
    const customer = this.company.table(AR_CUSTOMER.name).get({ Customer: input.customer });
    if (customer === undefined) throw new RowError(`no customer ${input.customer}`);
    const document = newInvoiceSpec(input, customer, this.nextNumber());
    const made = documentRows(document, this.semantics);
    if (this.company.table(AR_INVOICE.name).get(made.invoice) !== undefined) throw new RowError('the invoice exists');
    const summaries = placed(AR_TRN_SUMMARY.name, made.summaries);
    const details = placed(AR_TRN_DETAIL.name, made.details);
    const held = (rows: typeof made) => placed(WITHHELD.name, [withheldRow(rows)]);
    this.company.replace([
      ...placed(AR_INVOICE.name, [made.invoice]),
      ...placed(AR_INVOICE_PAY.name, paymentRows(document, made.invoice)),
      ...(input.withhold === undefined ? [...summaries, ...details] : []),
      ...(input.withhold === 'lines' ? [...summaries, ...held({ ...made, summaries: [] })] : []),
      ...(input.withhold === 'all' ? held(made) : []),
    ]);
    return { customer: document.customer, invoice: document.invoice, documentType: document.documentType };
  }

  /** Lets the withheld summary and lines of a document arrive. @throws RowError when nothing is withheld. */
  completeInvoice(reference: DocumentReference): void {
    const row = this.company.table(WITHHELD.name).get(keyOf(reference));
    if (row === undefined) throw new RowError('nothing is withheld for this document');
    const { summaries, details } = readWithheld(row);
    this.company.replace(
      [...placed(AR_TRN_SUMMARY.name, summaries), ...placed(AR_TRN_DETAIL.name, details)],
      [{ table: WITHHELD.name, key: keyOf(reference) }],
    );
  }

  /** Gives a customer another code in every table; into an existing code it is a merge, the old master row gone. */
  renameCustomer(from: string, to: string): void {
    const puts: { table: string; row: Row }[] = [];
    const removes: { table: string; key: Row }[] = [];
    const renamed = keyText(AR_CUSTOMER, { Customer: from });
    for (const definition of CUSTOMER_TABLES) {
      const table = this.company.table(definition.name);
      for (const row of table.scan(NO_BOUNDS)) {
        if (keyText(AR_CUSTOMER, row) !== renamed) continue;
        const moved = { ...row, Customer: to };
        const taken = keyText(definition, moved) !== keyText(definition, row) && table.get(moved) !== undefined;
        if (taken && definition !== AR_CUSTOMER) throw new RowError(`${definition.name}: the new key exists`);
        removes.push({ table: definition.name, key: row });
        if (!taken) puts.push({ table: definition.name, row: moved });
      }
    }
    if (removes.length === 0) throw new RowError(`no customer ${from}`);
    this.company.replace(puts, removes);
  }

  private nextNumber(): string {
    let highest = 700_000;
    for (const row of this.company.table(AR_INVOICE.name).scan(NO_BOUNDS)) {
      const number = Number(/^0*(7\d{5})$/.exec((row['Invoice'] ?? '').trim())?.[1] ?? 0);
      if (number > highest) highest = number;
    }
    return String(highest + 1).padStart(15, '0');
  }
}
