import type { ChargebeeControls, ChargebeeObject } from '../processes/simulator-controls.js';
import type { BillingDesk } from './billing-desk.js';
import { PLANS } from './catalogue.js';

export interface Teller {
  readonly desk: BillingDesk;
  readonly site: ChargebeeControls;
}

/** Records of the story that are meant to end without a document in GP, with the reason: what a person would see. */
export type MeantFailures = Readonly<Record<string, string>>;

const FIRST_CUSTOMER = 'sub-card';
const REPENTANT = 'repentant';
const DAY_SECONDS = 86_400;
const HOME = { line1: '1 Harbour Street', city: 'Boston', state: 'Massachusetts', zip: '02110', country: 'US' };
const ABROAD = { line1: 'Lange Straße 7', city: 'Köln', zip: '50667', country: 'DE' };

/**
 * What is billed at the site itself, every kind of document once at least: subscriptions that renew, several ways to
 * pay, refunds, voids, write-offs, credit notes, and what makes trouble.
 * A site that kept its state has been billed at already.
 * @returns what is meant to end failed in GP
 */
export async function billAtTheSite(teller: Teller): Promise<MeantFailures> {
  const known = await teller.site.objects('customer');
  if (known.some(({ id }) => id === FIRST_CUSTOMER)) return meantIn(await teller.site.objects('invoice'));
  await subscriptions(teller);
  await paidByHand(teller);
  await takenBack(teller);
  await toBeTakenBack(teller);
  await oddities(teller);
  await unknownCurrency(teller);
  return meantIn(await teller.site.objects('invoice'));
}

/** The company in GP keeps no books in pounds: a person has to see that. */
function meantIn(invoices: readonly ChargebeeObject[]): MeantFailures {
  const inPounds = invoices.filter(({ currency_code: currency }) => currency === 'GBP');
  return Object.fromEntries(inPounds.map(({ id }) => [`invoice/${id}`, 'CURRENCY_NOT_ENABLED']));
}

async function subscriptions({ desk, site }: Teller): Promise<void> {
  const begun = Math.floor(Date.now() / 1_000) - 33 * DAY_SECONDS;
  await desk.customer({ id: FIRST_CUSTOMER, company: 'Northwind Traders', ...billed('USD'), auto_collection: 'on' });
  await site.setPaymentMethod({ customerId: FIRST_CUSTOMER, type: 'card' });
  await desk.subscribe(FIRST_CUSTOMER, 'northwind-standard', PLANS.USD, { start_date: begun, auto_collection: 'on' });
  await desk.customer({
    id: 'sub-debit',
    company: 'Schmidt & Söhne GmbH',
    ...billed('EUR', ABROAD),
    auto_collection: 'on',
  });
  await site.setPaymentMethod({ customerId: 'sub-debit', type: 'direct_debit' });
  await desk.subscribe('sub-debit', 'schmidt-standard', PLANS.EUR, { start_date: begun, auto_collection: 'on' });
  await desk.customer({ id: 'sub-broke', company: 'Short Of Cash Ltd', ...billed('USD'), auto_collection: 'on' });
  await site.setPaymentMethod({ customerId: 'sub-broke', type: 'card', fails: true });
  await desk.subscribe('sub-broke', 'broke-standard', PLANS.USD, { auto_collection: 'on' });
  await desk.customer({
    id: 'sub-jpy',
    company: '株式会社さくら',
    ...billed('JPY', { ...ABROAD, country: 'JP', zip: '100-0001' }),
  });
  const invoice = await desk.subscribe('sub-jpy', 'sakura-standard', PLANS.JPY);
  await desk.pay(invoice.id, 'bank_transfer');
  await desk.cancelSubscription('sakura-standard');
  await site.runBilling();
  const waiting = (await site.objects('transaction')).filter(({ status }) => status === 'in_progress');
  for (const { id } of waiting) await site.settle(id, 'success');
}

async function paidByHand({ desk }: Teller): Promise<void> {
  await desk.customer({
    id: 'BY-HAND',
    company: 'Wide World Importers',
    ...billed('ZAR', { ...ABROAD, country: 'ZA', zip: '8001' }),
  });
  for (const method of ['cash', 'check', 'bank_transfer'] as const) {
    const invoice = await desk.invoice('BY-HAND', 'ZAR', [{ amount: 123_450, description: `Goods paid by ${method}` }]);
    await desk.pay(invoice.id, method);
  }
  const inParts = await desk.invoice('BY-HAND', 'ZAR', [{ amount: 50_000, description: 'Paid in parts' }], {
    po_number: 'PO-4711',
  });
  await desk.pay(inParts.id, 'check', 20_000);
  await desk.pay(inParts.id, 'check');
}

async function takenBack({ desk, site }: Teller): Promise<void> {
  await desk.customer({ id: 'taken-back', company: 'Fourth Coffee', ...billed('USD'), auto_collection: 'on' });
  await site.setPaymentMethod({ customerId: 'taken-back', type: 'card' });
  const sell = (amount: number, description: string) => desk.invoice('taken-back', 'USD', [{ amount, description }]);
  const byCard = (amount: number, description: string) =>
    desk.invoice('taken-back', 'USD', [{ amount, description }], { auto_collection: 'on' });

  await desk.refundCard((await byCard(30_000, 'Refunded in part')).id, 12_345);
  await byCard(7_700, 'Charged back');
  const last = (await site.objects('transaction'))
    .filter(({ type, status }) => type === 'payment' && status === 'success')
    .at(-1);
  await site.settle(String(last?.id), 'reversed');
  await desk.voidInvoice((await sell(4_400, 'Never wanted')).id);
  await desk.writeOff((await sell(2_600, 'Never paid')).id);
  await desk.credit((await sell(9_000, 'Price lowered later')).id, 'adjustment', 1_500);
  const paid = await sell(8_000, 'Paid, then credited and paid out');
  await desk.pay(paid.id, 'check');
  const note = await desk.credit(paid.id, 'refundable', 3_000);
  await desk.payOut(note.id, 'bank_transfer', 3_000);
}

/** What is undone after it came to GP; once, however often it is asked for. */
export async function takeBackAtTheSite({ desk, site }: Teller): Promise<void> {
  const invoices = await site.objects('invoice');
  if (invoices.some(({ status, customer_id: customer }) => status === 'voided' && customer === REPENTANT)) return;
  const unwanted = invoices.find(({ customer_id: customer }) => customer === REPENTANT);
  await desk.voidInvoice(String(unwanted?.id));
  const payment = (await site.objects('transaction')).find(({ customer_id: customer }) => customer === REPENTANT);
  await desk.deletePayment(String(payment?.id));
  const note = (await site.objects('credit_note')).find(({ customer_id: customer }) => customer === REPENTANT);
  await desk.voidCreditNote(String(note?.id));
}

async function toBeTakenBack({ desk }: Teller): Promise<void> {
  await desk.customer({ id: REPENTANT, company: 'Second Thoughts Ltd', ...billed('EUR', ABROAD) });
  await desk.invoice(REPENTANT, 'EUR', [{ amount: 6_600, description: 'Voided after it came to GP' }]);
  const paid = await desk.invoice(REPENTANT, 'EUR', [
    { amount: 5_500, description: 'Payment deleted after it came to GP' },
  ]);
  await desk.pay(paid.id, 'cash');
  const credited = await desk.invoice(REPENTANT, 'EUR', [
    { amount: 4_400, description: 'Credit note voided after it came to GP' },
  ]);
  await desk.pay(credited.id, 'check');
  await desk.credit(credited.id, 'refundable', 1_100);
}

async function oddities({ desk }: Teller): Promise<void> {
  await desk.customer({ id: 'no-name', ...billed('USD') });
  await desk.invoice('no-name', 'USD', [{ amount: 1_999, description: 'Sold to nobody in particular' }]);
  await desk.customer({ id: 'rtl', company: 'מאפיית הבוקר 🥐', first_name: 'ليلى', ...billed('EUR', ABROAD) });
  await desk.invoice('rtl', 'EUR', [{ amount: 4_250, description: 'Croissants 🥐' }]);
  await desk.customer({ id: 'many-lines', company: 'Line Lovers Inc', ...billed('USD') });
  const lines = Array.from({ length: 500 }, (_, index) => ({ amount: 101 + index, description: `Part ${index + 1}` }));
  await desk.invoice('many-lines', 'USD', lines);
}

async function unknownCurrency({ desk }: Teller): Promise<void> {
  await desk.customer({
    id: 'pounds',
    company: 'Sterling Ltd',
    ...billed(undefined, { ...ABROAD, country: 'GB', zip: 'SW1A 1AA' }),
  });
  await desk.invoice('pounds', 'GBP', [{ amount: 10_000, description: 'In pounds' }]);
}

function billed(currency: string | undefined, address: object = HOME) {
  return {
    ...(currency === undefined ? {} : { preferred_currency_code: currency }),
    email: `billing@${(currency ?? 'any').toLowerCase()}.example`,
    billing_address: address,
  };
}
