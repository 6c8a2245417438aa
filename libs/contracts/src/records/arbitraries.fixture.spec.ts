import fc from 'fast-check';
import {
  addDecimals,
  CHANGES,
  CREDIT_NOTE_STATUSES,
  CUSTOMER_STATUSES,
  eventId,
  formatSequence,
  INVOICE_KINDS,
  INVOICE_STATUSES,
  LINE_KINDS,
  PAYMENT_KINDS,
  PAYMENT_STATUSES,
  RECORD_TYPES,
  SUBSCRIPTION_STATUSES,
  subtractDecimals,
  toDecimalString,
  type Address,
  type CanonicalEvent,
  type CreditNote,
  type Customer,
  type Discount,
  type DocumentLine,
  type DocumentTotals,
  type Invoice,
  type Origin,
  type Payment,
  type RecordStates,
  type RecordType,
  type Subscription,
  type Tax,
} from '../index.js';

/** ISO digits 2, 0, 3 and 4. */
export const CURRENCIES = ['USD', 'EUR', 'ZAR', 'JPY', 'KWD', 'CLF'] as const;

const LARGEST = 10n ** 20n;

/** Any text a source may hold: control characters, quotes, 4-byte text included. */
export const text = (maxLength: number, minLength = 0) =>
  fc.string({ minLength, maxLength, unit: 'binary' }).filter((value) => value.isWellFormed());
export const sourceId = text(40, 1);

/** Up to 20 digits before and 6 after the point: far beyond what a float holds. */
export const amount = fc
  .tuple(fc.bigInt({ min: -LARGEST, max: LARGEST }), fc.integer({ min: 0, max: 6 }))
  .map(([units, digits]) => withPoint(units, digits));
export const positiveAmount = amount.map((value) => value.replace('-', ''));

export function withPoint(units: bigint, digits: number): string {
  const sign = units < 0n ? '-' : '';
  const plain = (units < 0n ? -units : units).toString().padStart(digits + 1, '0');
  return toDecimalString(digits === 0 ? sign + plain : `${sign}${plain.slice(0, -digits)}.${plain.slice(-digits)}`);
}

export const day = fc
  .date({ min: new Date('1970-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((value) => value.toISOString().slice(0, 10));
export const instant = fc
  .date({ min: new Date('1970-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((value) => value.toISOString());

const currency = fc.constantFrom(...CURRENCIES);
const connectionId = fc.stringMatching(/^[a-z0-9-]{1,40}$/);

/** Leaves keys of absent optional members out, as a decoded state does. */
function state<T extends object>(
  required: { [K in keyof T]?: fc.Arbitrary<T[K]> },
  optional: { [K in keyof T]?: fc.Arbitrary<NonNullable<T[K]>> } = {},
): fc.Arbitrary<T> {
  const members: Record<string, fc.Arbitrary<unknown>> = { ...required, ...optional };
  const options = { requiredKeys: Object.keys(required), noNullPrototype: true };
  return fc.record(members, options) as unknown as fc.Arbitrary<T>;
}

const origin = state<Origin>({ connection: connectionId, type: fc.constantFrom(...RECORD_TYPES), sourceId });
const address = state<Address>(
  { lines: fc.array(text(100, 1), { maxLength: 5 }) },
  { city: text(200), region: text(200), postalCode: text(40), country: fc.stringMatching(/^[A-Z]{2}$/) },
);
const tax = state<Tax>({ name: text(100, 1), amount }, { rate: positiveAmount });
const discount = state<Discount>({ description: text(250, 1), amount: positiveAmount });
const line = state<DocumentLine>(
  {
    id: text(60, 1),
    kind: fc.constantFrom(...LINE_KINDS),
    description: text(300, 1),
    amount,
    taxes: fc.array(tax, { maxLength: 2 }),
  },
  {
    itemCode: text(100),
    quantity: amount,
    unitPrice: amount,
    discount: positiveAmount,
    periodFrom: day,
    periodTo: day,
  },
);

/** Parts of a document with the totals they come to. */
export const addableDocument = fc
  .record({
    lines: fc.array(line, { maxLength: 4 }),
    discounts: fc.array(discount, { maxLength: 2 }),
    taxes: fc.array(tax, { maxLength: 3 }),
    rounding: fc.bigInt({ min: -99n, max: 99n }).map((units) => withPoint(units, 2)),
  })
  .map(({ rounding, ...parts }) => ({ ...parts, totals: totalsOf(parts, rounding) }));

function totalsOf(
  parts: { lines: DocumentLine[]; discounts: Discount[]; taxes: Tax[] },
  rounding: string,
): DocumentTotals {
  const lines = addDecimals(...parts.lines.map((each) => each.amount));
  const taken = addDecimals(
    ...parts.lines.map((each) => each.discount ?? '0'),
    ...parts.discounts.map((d) => d.amount),
  );
  const taxed = addDecimals(...parts.taxes.map((each) => each.amount));
  const total = addDecimals(subtractDecimals(lines, taken), taxed, rounding);
  return { lines, discount: taken, tax: taxed, rounding, total };
}

const invoice = fc
  .tuple(
    addableDocument,
    state<Invoice>(
      {
        number: text(100, 1),
        kind: fc.constantFrom(...INVOICE_KINDS),
        customerId: sourceId,
        status: fc.constantFrom(...INVOICE_STATUSES),
        currency,
        issuedOn: day,
        balance: amount,
      },
      { dueOn: day, purchaseOrder: text(100), taxNumber: text(60), billingAddress: address, voidedAt: instant, origin },
    ),
  )
  .map(([parts, head]): Invoice => ({ ...head, ...parts }));

const creditNote = fc
  .tuple(
    addableDocument,
    state<CreditNote>(
      {
        number: text(100, 1),
        customerId: sourceId,
        status: fc.constantFrom(...CREDIT_NOTE_STATUSES),
        currency,
        issuedOn: day,
        allocations: fc.array(state({ invoiceId: sourceId, amount: positiveAmount }), { maxLength: 2 }),
      },
      { invoiceId: sourceId, reason: text(100), voidedAt: instant, origin },
    ),
  )
  .map(([parts, head]): CreditNote => ({ ...head, ...parts }));

const STATES: { [T in RecordType]: fc.Arbitrary<RecordStates[T]> } = {
  customer: state<Customer>(
    {
      number: text(100, 1),
      status: fc.constantFrom(...CUSTOMER_STATUSES),
      emails: fc.array(text(60), { maxLength: 3 }),
      taxExempt: fc.boolean(),
    },
    {
      name: text(300),
      phone: text(100),
      billingAddress: address,
      currency,
      taxNumber: text(60),
      paymentTermsDays: fc.integer({ min: 0, max: 999 }),
      locale: fc.constantFrom('en', 'de-DE', 'zh-Hant'),
      origin,
    },
  ),
  invoice,
  payment: state<Payment>(
    {
      number: text(100, 1),
      kind: fc.constantFrom(...PAYMENT_KINDS),
      customerId: sourceId,
      status: fc.constantFrom(...PAYMENT_STATUSES),
      currency,
      amount: positiveAmount,
      paidOn: day,
      allocations: fc.array(
        state<Payment['allocations'][number]>(
          { documentType: fc.constantFrom('invoice', 'credit-note'), documentId: sourceId, amount: positiveAmount },
          { origin },
        ),
        { maxLength: 2 },
      ),
    },
    { method: text(100), reference: text(200), reversesPaymentId: sourceId, voidedAt: instant, origin },
  ),
  'credit-note': creditNote,
  subscription: state<Subscription>(
    {
      number: text(100, 1),
      customerId: sourceId,
      status: fc.constantFrom(...SUBSCRIPTION_STATUSES),
      currency,
      items: fc.array(
        state<Subscription['items'][number]>(
          { itemCode: text(100, 1), kind: fc.constantFrom('plan', 'addon', 'charge') },
          { quantity: amount, unitPrice: amount },
        ),
        { maxLength: 3 },
      ),
    },
    { billingPeriod: fc.integer({ min: 1, max: 99 }), billingPeriodUnit: fc.constantFrom('month', 'year'), origin },
  ),
};

export const recordState = <T extends RecordType>(type: T): fc.Arbitrary<RecordStates[T]> => STATES[type];

/** Any canonical event of any type, id and sequence by the rules. */
export const canonicalEvent: fc.Arbitrary<CanonicalEvent> = fc.constantFrom(...RECORD_TYPES).chain((type) =>
  fc
    .record(
      {
        connection: connectionId,
        sourceId,
        change: fc.constantFrom(...(CHANGES[type] as readonly string[])),
        version: fc.integer({ min: 0, max: 9_999_999_999_999 }),
        time: instant,
        causationId: fc.uuid(),
        state: STATES[type] as fc.Arbitrary<object>,
      },
      { requiredKeys: ['connection', 'sourceId', 'change', 'version', 'time', 'state'], noNullPrototype: true },
    )
    .map(({ connection, sourceId: id, version, ...rest }) => {
      const record = { connection, type, sourceId: id };
      const sequence = formatSequence(version);
      return { id: eventId(record, sequence), record, sequence, ...rest } as CanonicalEvent;
    }),
);
