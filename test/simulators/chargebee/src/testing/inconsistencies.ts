import type { SimulatorControls } from '../control/controls.js';
import type { CreditNote } from '../resources/credit-notes/credit-note.js';
import type { Customer } from '../resources/customers/customer.js';
import { sum } from '../resources/documents/totals.js';
import type { Invoice } from '../resources/invoices/invoice.js';
import type { Transaction } from '../resources/transactions/transaction.js';

type Link = Readonly<Record<string, unknown>>;

/** What does not add up at the first site: amounts of documents, and links that only one side shows or that differ. */
export function inconsistencies(controls: SimulatorControls): string[] {
  const invoices = controls.objects<Invoice>('invoice').filter((invoice) => !invoice.deleted);
  const payments = controls
    .objects<Transaction>('transaction')
    .filter(({ type, deleted }) => type === 'payment' && !deleted);
  const notes = controls.objects<CreditNote>('credit_note').filter((note) => !note.deleted);
  return [
    ...invoices.flatMap((invoice) => ofInvoice(invoice, payments, notes)),
    ...payments.flatMap((payment) => ofPayment(payment, invoices)),
    ...notes.filter((note) => note.status !== 'voided').flatMap((note) => ofNote(note, invoices)),
    ...controls.objects<Customer>('customer').flatMap((customer) => ofCustomer(customer, payments, notes)),
  ];
}

function ofInvoice(invoice: Invoice, payments: Transaction[], notes: CreditNote[]): string[] {
  const paid = sum(
    invoice.linked_payments.filter((link) => link.txn_status === 'success').map((link) => link.applied_amount),
  );
  const applied = sum(invoice.applied_credits.map((link) => Number(link.applied_amount)));
  const adjusted = sum(invoice.adjustment_credit_notes.map((link) => link.cn_total));
  const lines = (invoice.line_items ?? []) as { amount: number; discount_amount: number; tax_amount: number }[];
  const net = sum(lines.map((line) => line.amount - line.discount_amount));
  const taxes = invoice.price_type === 'tax_inclusive' ? 0 : invoice.tax;
  return [
    // a void keeps what was due, whatever adjusts it
    ...(invoice.status === 'voided'
      ? []
      : differs(`${invoice.id} amount_due`, invoice.amount_due, invoice.total - paid - applied - adjusted)),
    ...differs(`${invoice.id} total`, invoice.total, net + taxes + Number(invoice.round_off_amount ?? 0)),
    ...differs(`${invoice.id} tax`, invoice.tax, sum(lines.map((line) => line.tax_amount))),
    ...differs(`${invoice.id} paid`, invoice.status === 'paid', invoice.amount_due === 0),
    ...invoice.linked_payments.flatMap((link) => {
      const payment = payments.find(({ id }) => id === link.txn_id);
      const back = payment?.linked_invoices?.find((each) => each.invoice_id === invoice.id);
      return [
        ...differs(`${invoice.id} ${link.txn_id} status`, link.txn_status, payment?.status),
        ...differs(`${invoice.id} ${link.txn_id} applied`, link.applied_amount, back?.applied_amount),
      ];
    }),
    ...[
      ...invoice.adjustment_credit_notes,
      ...invoice.issued_credit_notes,
      ...(invoice.applied_credits as Link[]),
    ].flatMap((link) =>
      differs(`${invoice.id} ${String(link.cn_id)}`, link.cn_status, notes.find(({ id }) => id === link.cn_id)?.status),
    ),
  ];
}

function ofPayment(payment: Transaction, invoices: Invoice[]): string[] {
  const links = payment.linked_invoices ?? [];
  const spent = sum(links.map((link) => Number(link.applied_amount))) + (payment.amount_unused ?? 0);
  return [
    ...(payment.status === 'success' ? differs(`${payment.id} spent`, spent, payment.amount) : []),
    ...links.flatMap((link) => {
      const invoice = invoices.find(({ id }) => id === link.invoice_id);
      return differs(`${payment.id} ${link.invoice_id}`, link.invoice_status, invoice?.status);
    }),
  ];
}

function ofNote(note: CreditNote, invoices: Invoice[]): string[] {
  const parts = (note.line_items ?? []) as { amount: number; tax_amount: number }[];
  const tax = note.price_type === 'tax_inclusive' ? 0 : sum(parts.map((line) => line.tax_amount));
  return [
    ...differs(`${note.id} total`, note.total, note.amount_allocated + note.amount_refunded + note.amount_available),
    ...differs(`${note.id} lines`, note.total, sum(parts.map((line) => line.amount)) + tax),
    ...((note.allocations ?? []) as Link[]).flatMap((link) =>
      differs(`${note.id} allocation`, link.invoice_status, invoices.find(({ id }) => id === link.invoice_id)?.status),
    ),
  ];
}

function ofCustomer(customer: Customer, payments: Transaction[], notes: CreditNote[]): string[] {
  const own = <T extends { customer_id: string }>(rows: T[]) => rows.filter((row) => row.customer_id === customer.id);
  return [
    ...differs(
      `${customer.id} excess`,
      customer.excess_payments,
      sum(own(payments).map((each) => each.amount_unused ?? 0)),
    ),
    ...differs(
      `${customer.id} credits`,
      customer.refundable_credits,
      sum(own(notes).map((each) => each.amount_available)),
    ),
  ];
}

function differs(what: string, actual: unknown, expected: unknown): string[] {
  return actual === expected ? [] : [`${what}: ${String(actual)} instead of ${String(expected)}`];
}
