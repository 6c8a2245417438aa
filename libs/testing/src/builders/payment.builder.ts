import type { CanonicalEventOf, Payment } from '@ledgerbridge/contracts';
import { anEvent, type EventOptions } from './record-builders.js';

/** Builds a valid canonical payment. */
export class PaymentBuilder {
  private state: Payment = {
    number: 'PAY-1',
    kind: 'payment',
    customerId: 'BAY001',
    status: 'succeeded',
    currency: 'USD',
    amount: '100',
    paidOn: '2026-01-25',
    method: 'bank_transfer',
    allocations: [],
  };

  with(changes: Partial<Payment>): this {
    this.state = { ...this.state, ...changes };
    return this;
  }

  build(): Payment {
    return structuredClone(this.state);
  }

  event(options: EventOptions<'payment'> = {}): CanonicalEventOf<'payment'> {
    return anEvent('payment', this.state.number, 'succeeded', this.build(), options);
  }
}

export function aPayment(): PaymentBuilder {
  return new PaymentBuilder();
}
