import type { Transaction } from 'chargebee';
import type { Read } from './chargebee-call.js';

const MOST_PER_PAGE = 100;

/**
 * All payments of an invoice, failed ones too, page by page to the end; takes neither filters nor an order. A deleted
 * payment, and one that a person took off the invoice, is not among them.
 * @see https://apidocs.chargebee.com/docs/api/transactions/list-payments-for-an-invoice
 */
export async function listInvoicePayments(read: Read, invoiceId: string): Promise<Transaction[]> {
  const payments: Transaction[] = [];
  let offset: string | undefined;
  do {
    const query = new URLSearchParams({ limit: String(MOST_PER_PAGE), ...(offset === undefined ? {} : { offset }) });
    const page = await read(`/invoices/${encodeURIComponent(invoiceId)}/payments?${query.toString()}`);
    for (const { transaction } of page['list'] as { transaction: Transaction }[]) payments.push(transaction);
    offset = page['next_offset'] as string | undefined;
  } while (offset !== undefined);
  return payments;
}
