import type { PaymentSpec } from './document-spec.js';
import { CARRIED, DELIVERED, rejected, type Expected, type TrapList, type TrapNote } from './document-trap.js';
import type { TrapOwners } from './invoice-traps.js';

const PAID = ['paid', 'it is its payments that are odd', DELIVERED] as const;

/** The odd payments, each on an invoice over 1,150.00. */
export class PaymentTraps {
  constructor(
    private readonly traps: TrapList,
    private readonly owners: TrapOwners,
  ) {}

  build(): void {
    const { b, c, d } = this.owners;
    const part = ['one-of-two-payments', 'each its own record', DELIVERED] as const;
    this.invoice(b, '000000000300060', 'I', [
      [{ value: 50_000n, date: '2026-10-10' }, part],
      [{ value: 30_000n, date: '2026-10-20' }, part],
    ]);
    const refused: Expected = { outcome: 'published', delivery: 'failed', reason: 'PAYMENT_EXCEEDS_DUE' };
    const above = ['payment-above-due', 'more than is owed', refused] as const;
    this.invoice(c, '000000000300061', 'I', [[{ value: 200_000n, date: '2026-10-10' }, above]]);
    const small = ['lower-case-type', 'type of its document upper-cased', DELIVERED] as const;
    this.invoice(c, '000000000300062', 'i', [[{ value: 50_000n, date: '2026-10-10' }, small]]);
    const dateless = ['payment-without-date', 'named until it has one', rejected('DATE_MISSING')] as const;
    this.invoice(d, '000000000300063', 'I', [[{ value: 50_000n, date: null }, dateless]]);
    const other = ['not-a-payment', 'an adjustment', CARRIED] as const;
    this.invoice(d, '000000000300064', 'I', [[{ value: 50_000n, date: '2026-10-10', type: 'A' }, other]]);
  }

  private invoice(
    customer: TrapOwners['a'],
    number: string,
    type: string,
    payments: readonly (readonly [PaymentSpec, TrapNote])[],
  ): void {
    this.traps.add(customer, number, type, PAID, {
      document: { payments: payments.map(([payment]) => payment) },
      payments: payments.map(([, note]) => note),
    });
  }
}
