import type { BillingDesk } from './billing-desk.js';

/**
 * The same business whatever happens to the bridge meanwhile: depends on the numbers given alone. What is taken back is
 * taken back a round later, so that whether it was in the ledger by then depends on the rounds and not on chance.
 */
export class BillingRounds {
  private readonly customers: { readonly id: string; readonly currency: string }[] = [];
  private readonly toTakeBack: (() => Promise<unknown>)[] = [];

  constructor(
    private readonly desk: BillingDesk,
    /** In [0, 1). */
    private readonly random: () => number,
  ) {}

  /** Each buys in one currency. */
  async open(count: number): Promise<void> {
    for (let number = 1; number <= count; number += 1) {
      const currency = ['USD', 'EUR', 'ZAR'][number % 3] ?? 'USD';
      const id = `BUYER-${String(number).padStart(3, '0')}`;
      await this.desk.customer({
        id,
        company: `Buyer ${number} Ltd`,
        email: `accounts-${number}@buyer.example`,
        preferred_currency_code: currency,
        billing_address: { line1: `${number} Main Street`, city: 'Springfield', country: 'US' },
      });
      this.customers.push({ id, currency });
    }
  }

  /** What the round before left to be taken back, then so many invoices; what becomes of each follows from its number. */
  async round(invoices: number): Promise<void> {
    await this.close();
    for (let number = 0; number < invoices; number += 1) await this.sell(number);
  }

  /** Takes back what is left of the last round. */
  async close(): Promise<void> {
    for (const takeBack of this.toTakeBack.splice(0)) await takeBack();
  }

  private async sell(number: number): Promise<void> {
    const { id: customer, currency } = this.customers[Math.floor(this.random() * this.customers.length)] ?? none();
    const amount = 1_000 + Math.floor(this.random() * 90_000);
    const charges = [
      { amount, description: 'Consulting' },
      { amount: 250, description: 'Travel' },
    ];
    const invoice = await this.desk.invoice(customer, currency, charges);
    const later = await FATES[number % FATES.length]?.(this.desk, invoice.id, amount + 250);
    if (later !== undefined) this.toTakeBack.push(later);
  }
}

/** Answers what is to be taken back later. */
type Fate = (desk: BillingDesk, invoice: string, total: number) => Promise<(() => Promise<unknown>) | undefined>;

/** What becomes of an invoice: every kind of document in the ledger comes of one of them. */
const FATES: readonly Fate[] = [
  async (desk, invoice) => {
    await desk.pay(invoice, 'check');
    return undefined;
  },
  async (desk, invoice, total) => {
    await desk.pay(invoice, 'bank_transfer');
    const note = await desk.credit(invoice, 'refundable', Math.floor(total / 4));
    await desk.payOut(note.id, 'bank_transfer', Math.floor(total / 4));
    return undefined;
  },
  async (desk, invoice) => () => desk.voidInvoice(invoice),
  async (desk, invoice) => {
    const payment = await desk.pay(invoice, 'cash');
    return () => desk.deletePayment(payment.id);
  },
  async (desk, invoice, total) => {
    await desk.credit(invoice, 'adjustment', Math.floor(total / 3));
    await desk.pay(invoice, 'cash');
    return undefined;
  },
  async (desk, invoice, total) => {
    await desk.pay(invoice, 'bank_transfer');
    const note = await desk.credit(invoice, 'refundable', Math.floor(total / 5));
    return () => desk.voidCreditNote(note.id);
  },
  async (desk, invoice, total) => {
    await desk.pay(invoice, 'check', Math.floor(total / 2));
    await desk.writeOff(invoice);
    return undefined;
  },
  async () => undefined,
];

function none(): never {
  throw new Error('nobody to sell to: open first');
}
