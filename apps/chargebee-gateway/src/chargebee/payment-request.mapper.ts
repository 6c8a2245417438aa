import type { Payment } from '@ledgerbridge/contracts';
import { toMinorUnits } from './minor-units.js';
import { paymentMarker } from './payment-marker.js';
import { dayToUnixSeconds } from './site-day.js';

/** What a payment says wherever it is recorded; the amount in smallest units, the date in Unix seconds. */
export interface PaymentFacts {
  readonly amount: number;
  readonly currency: string;
  readonly date: number;
}

/** Parameters of `record_payment`; its currency is the invoice's. */
export interface RecordPaymentParams {
  readonly transaction: {
    readonly amount: number;
    readonly payment_method: PaymentMethod;
    readonly reference_number: string;
    readonly date: number;
  };
}

type PaymentMethod = 'cash' | 'check' | 'bank_transfer' | 'other';

const METHODS: Readonly<Record<string, PaymentMethod>> = {
  cash: 'cash',
  check: 'check',
  cheque: 'check',
  bank_transfer: 'bank_transfer',
};

/** @throws UnfitRecordError AMOUNT_DOES_NOT_FIT */
export function paymentFacts({ amount, currency, paidOn }: Payment, timeZone: string): PaymentFacts {
  return { amount: toMinorUnits(amount, currency, 'amount'), currency, date: dayToUnixSeconds(paidOn, timeZone) };
}

/** A canonical payment as one made outside the site, found again by its tag. */
export function toRecordPayment(payment: Payment, { amount, date }: PaymentFacts, tag: string): RecordPaymentParams {
  const payment_method = METHODS[payment.method?.trim().toLowerCase() ?? ''] ?? 'other';
  return { transaction: { amount, payment_method, reference_number: paymentMarker(payment.reference, tag), date } };
}
