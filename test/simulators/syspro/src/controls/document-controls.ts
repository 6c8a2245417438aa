import { documentRows } from '../seed/document-rows.js';
import type { MoneySemantics } from '../seed/document-spec.js';
import { centsText, parseCents } from '../seed/money.js';
import { paymentRows } from '../seed/payment-rows.js';
import { readWithheld, withheldRow } from '../seed/withheld-row.js';
import type { Company } from '../tables/company.js';
import { RowError } from '../tables/normalise-row.js';
import { keyText, type Row } from '../tables/row.js';
import { AR_CUSTOMER, AR_INVOICE, AR_INVOICE_PAY, AR_TRN_DETAIL, AR_TRN_SUMMARY, WITHHELD } from '../tables/schema.js';
import { NO_BOUNDS } from '../tables/table.js';
import { changedSpec, newInvoiceSpec, type InvoiceChange, type NewInvoice } from './new-invoice.js';
import { newPaymentRow, type NewPayment } from './new-payment.js';

export interface DocumentReference {
  customer: string;
  invoice: string;
  documentType: string;
}

export interface PaymentReference extends DocumentReference {
  entry: number;
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
      ...placed(AR_INVOICE_PAY.name, paymentRows(document, this.semantics)),
      ...(input.withhold === undefined ? [...summaries, ...details] : []),
      ...(input.withhold === 'lines' ? [...summaries, ...held({ ...made, summaries: [] })] : []),
      ...(input.withhold === 'all' ? held(made) : []),
    ]);
    return { customer: document.customer, invoice: document.invoice, documentType: document.documentType };
  }

  /**
   * Changes a posted document, as a correction does: new lines, and what is owed changes with the total; or terms alone.
   * @throws RowError for a document that does not exist, a malformed amount.
   */
  changeInvoice(change: InvoiceChange): void {
    const header = this.company.table(AR_INVOICE.name).get(keyOf(change));
    const customer = this.company.table(AR_CUSTOMER.name).get({ Customer: change.customer });
    if (header === undefined || customer === undefined) throw new RowError('no such document');
    const terms: Row = change.termsCode === undefined ? {} : { TermsCode: change.termsCode };
    if (change.lines === undefined) {
      this.company.replace(placed(AR_INVOICE.name, [{ ...header, ...terms }]));
      return;
    }
    const { summaries, details } = this.rowsOf(change);
    const made = documentRows(changedSpec(change, header, customer, summaries), this.semantics);
    const [now, before] = [made.invoice, header].map((row) => parseCents(row['CurrencyValue'] ?? '0'));
    const balance = parseCents(header['InvoiceBal1'] ?? '0') + (now ?? 0n) - (before ?? 0n);
    const [value, tax] = [made.invoice['CurrencyValue'] ?? null, made.invoice['TaxPortion'] ?? null];
    const changed = { ...header, ...terms, CurrencyValue: value, TaxPortion: tax, InvoiceBal1: centsText(balance) };
    this.company.replace(
      [
        ...placed(AR_INVOICE.name, [changed]),
        ...placed(AR_TRN_SUMMARY.name, made.summaries),
        ...placed(AR_TRN_DETAIL.name, made.details),
      ],
      [
        ...summaries.map((key) => ({ table: AR_TRN_SUMMARY.name, key })),
        ...details.map((key) => ({ table: AR_TRN_DETAIL.name, key })),
      ],
    );
  }

  /**
   * Enters a payment of a document, or what takes one back; what is owed changes with it.
   * @throws RowError for a document that does not exist, a malformed amount or date.
   */
  addPayment(input: NewPayment): PaymentReference {
    const reference = { ...input, documentType: input.documentType ?? 'I' };
    const header = this.company.table(AR_INVOICE.name).get(keyOf(reference));
    if (header === undefined) throw new RowError('no such document');
    const payments = this.company.table(AR_INVOICE_PAY.name);
    let entry = 1;
    while (payments.get({ ...keyOf(reference), EntryNumber: String(entry) }) !== undefined) entry += 1;
    const { row, value } = newPaymentRow(input, header, entry, this.semantics);
    const balance = parseCents(header['InvoiceBal1'] ?? '0') - value;
    const changed = { ...header, InvoiceBal1: centsText(balance), NextPaymEntry: String(entry + 1) };
    this.company.replace([...placed(AR_INVOICE.name, [changed]), ...placed(AR_INVOICE_PAY.name, [row])]);
    const { customer, invoice, documentType } = reference;
    return { customer, invoice, documentType, entry };
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

  private rowsOf(reference: DocumentReference): { summaries: Row[]; details: Row[] } {
    const wanted = keyText(AR_INVOICE, keyOf(reference));
    const own = (table: string) =>
      [...this.company.table(table).scan(NO_BOUNDS)].filter((row) => keyText(AR_INVOICE, row) === wanted);
    return { summaries: own(AR_TRN_SUMMARY.name), details: own(AR_TRN_DETAIL.name) };
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
