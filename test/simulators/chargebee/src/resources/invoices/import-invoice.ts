import { duplicate, wrongValue } from '../../errors/param-errors.js';
import { defineOperation, type Call } from '../../operations/operation.js';
import { linkedCreditNote, type CreditNote } from '../credit-notes/credit-note.js';
import { storeAdjustmentNote } from '../credit-notes/adjustment-note.js';
import type { Customer } from '../customers/customer.js';
import { recordEvent } from '../events/record-event.js';
import { resourceOf } from '../find-resource.js';
import type { Resource } from '../resource.js';
import { storeOfflinePayment } from '../transactions/offline-payment.js';
import type { Transaction } from '../transactions/transaction.js';
import { IMPORT_INVOICE_FIELDS } from './import-invoice-fields.js';
import { checkImportRules, writtenOff } from './import-rules.js';
import type { Invoice } from './invoice.js';
import { newInvoice } from './new-invoice.js';
import { settled } from './settle-invoice.js';

type ImportCall = Call<typeof IMPORT_INVOICE_FIELDS>;

/** `POST /invoices/import_invoice`: an invoice that exists elsewhere, under its own number. */
export const importInvoice = defineOperation({
  name: 'import_invoice',
  method: 'POST',
  path: '/invoices/import_invoice',
  fields: IMPORT_INVOICE_FIELDS,
  customFields: 'invoice',
  customer: ({ params }) => params.customer_id ?? undefined,
  run(call) {
    const { params, unit } = call;
    checkImportRules(params, call.switches);
    if (unit.find('invoice', params.id) !== undefined) throw duplicate('id', params.id);
    const draft = newInvoice(call, customerOf(call));
    const { transactions, links } = storePayments(call, draft);
    const creditNote = storeWriteOff(call, draft);
    const invoice = unit.put<Invoice>(
      'invoice',
      settled(
        {
          ...draft,
          linked_payments: links,
          write_off_amount: creditNote?.total ?? 0,
          adjustment_credit_notes: creditNote === undefined ? [] : [linkedCreditNote(creditNote)],
        },
        params.date,
      ),
    );
    recordImport(call, invoice, transactions, creditNote);
    return { invoice, ...(creditNote === undefined ? {} : { credit_note: creditNote }) };
  },
});

function customerOf(call: ImportCall): Customer {
  const { params } = call;
  if (!params.subscription_id)
    return resourceOf<Customer>(call, 'customer', 'customer_id', params.customer_id as string);
  const subscription = resourceOf<Resource>(call, 'subscription', 'subscription_id', params.subscription_id);
  const owner = String(subscription.customer_id);
  if (params.customer_id && params.customer_id !== owner) {
    throw wrongValue('customer_id', 'is not the customer of the subscription');
  }
  return resourceOf<Customer>(call, 'customer', 'customer_id', owner);
}

function storePayments(call: ImportCall, invoice: Invoice) {
  const transactions: Transaction[] = [];
  const links = (call.params.payments ?? []).map((row) => {
    if (row.id !== undefined && call.unit.find('transaction', row.id) !== undefined) {
      throw duplicate(`payments[id][${row.index}]`, row.id);
    }
    const stored = storeOfflinePayment(
      call.unit,
      {
        id: row.id,
        amount: row.amount,
        applied: row.amount,
        method: row.payment_method,
        date: row.date ?? invoice.date,
        referenceNumber: row.reference_number,
        status: 'success',
      },
      invoice,
      call.site.currencies[0] as string,
    );
    transactions.push(stored.transaction);
    return stored.link;
  });
  return { transactions, links };
}

function storeWriteOff(call: ImportCall, invoice: Invoice): CreditNote | undefined {
  const { params, unit } = call;
  const id = params.credit_note?.id;
  if (params.is_written_off !== true || !id) return undefined;
  if (unit.find('credit_note', id) !== undefined) throw duplicate('credit_note[id]', id);
  const date = params.write_off_date ?? params.date;
  return storeAdjustmentNote(unit, invoice, { id, amount: writtenOff(params), reason: 'Write Off', date });
}

function recordImport(call: ImportCall, invoice: Invoice, transactions: Transaction[], creditNote?: CreditNote): void {
  const { importEvents } = call.switches;
  if (importEvents === 'none') return;
  recordEvent(call, invoice.status === 'pending' ? 'pending_invoice_created' : 'invoice_generated', { invoice });
  if (importEvents === 'invoice') return;
  for (const transaction of transactions) {
    const customer = call.unit.find('customer', invoice.customer_id);
    recordEvent(call, 'transaction_created', { transaction });
    recordEvent(call, 'payment_succeeded', { transaction, invoice, customer });
  }
  if (creditNote !== undefined) recordEvent(call, 'credit_note_created', { credit_note: creditNote });
}
