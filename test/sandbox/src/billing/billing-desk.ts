import type { Params, SiteApi, SiteObject } from './site-api.js';

export interface Charge {
  /** In the smallest units Chargebee counts the currency in. */
  readonly amount: number;
  readonly description: string;
}

export type OfflineMethod = 'cash' | 'check' | 'bank_transfer';

/** What people do at the site: each is one call of its API. */
export class BillingDesk {
  constructor(
    private readonly api: SiteApi,
    /** By the site's clock, in Unix seconds. */
    private readonly today: () => number = now,
  ) {}

  async customer(params: Params & { readonly id: string }): Promise<SiteObject> {
    return this.one('customer', '/customers', { auto_collection: 'off', ...params });
  }

  async deleteCustomer(id: string): Promise<void> {
    await this.api.post(`/customers/${id}/delete`);
  }

  /** Bills its first term at once; further ones as time passes. */
  async subscribe(customerId: string, id: string, plan: string, more: Params = {}): Promise<SiteObject> {
    const path = `/customers/${customerId}/subscription_for_items`;
    return this.one('invoice', path, { id, subscription_items: [{ item_price_id: plan }], ...more });
  }

  async cancelSubscription(id: string): Promise<void> {
    await this.api.post(`/subscriptions/${id}/cancel_for_items`);
  }

  /** Of charges only, to be paid later. */
  async invoice(
    customerId: string,
    currency: string,
    charges: readonly Charge[],
    more: Params = {},
  ): Promise<SiteObject> {
    const path = '/invoices/create_for_charge_items_and_charges';
    const params = { customer_id: customerId, currency_code: currency, charges, auto_collection: 'off', ...more };
    return this.one('invoice', path, params);
  }

  /** All that is due when no amount is given. */
  async pay(invoiceId: string, method: OfflineMethod, amount?: number): Promise<SiteObject> {
    const transaction = { payment_method: method, amount, date: this.today() };
    return this.one('transaction', `/invoices/${invoiceId}/record_payment`, { transaction });
  }

  async voidInvoice(invoiceId: string): Promise<void> {
    await this.api.post(`/invoices/${invoiceId}/void`);
  }

  /** Back to the card it was paid with, with a credit note. */
  async refundCard(invoiceId: string, amount: number): Promise<void> {
    await this.api.post(`/invoices/${invoiceId}/refund`, { refund_amount: amount });
  }

  async writeOff(invoiceId: string): Promise<void> {
    await this.api.post(`/invoices/${invoiceId}/write_off`);
  }

  async credit(invoiceId: string, type: 'adjustment' | 'refundable', total: number): Promise<SiteObject> {
    const params = {
      reference_invoice_id: invoiceId,
      type,
      total,
      reason_code: 'service_unsatisfactory',
      date: this.today(),
    };
    return this.one('credit_note', '/credit_notes', params);
  }

  async voidCreditNote(id: string): Promise<void> {
    await this.api.post(`/credit_notes/${id}/void`);
  }

  /** Pays a refundable credit note out. */
  async payOut(creditNoteId: string, method: OfflineMethod, amount: number): Promise<void> {
    const transaction = { payment_method: method, amount, date: this.today() };
    await this.api.post(`/credit_notes/${creditNoteId}/record_refund`, { transaction });
  }

  async deletePayment(transactionId: string): Promise<void> {
    await this.api.post(`/transactions/${transactionId}/delete_offline_transaction`);
  }

  private async one(name: string, path: string, params: Params): Promise<SiteObject> {
    const answer = (await this.api.post(path, params))[name];
    if (answer === undefined) throw new Error(`${path} answered without ${name}`);
    return answer;
  }
}

/** Unix seconds. */
function now(): number {
  return Math.floor(Date.now() / 1_000);
}
