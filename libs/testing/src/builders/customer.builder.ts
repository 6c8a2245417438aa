import type { CanonicalEventOf, Customer } from '@ledgerbridge/contracts';
import { anEvent, type EventOptions } from './record-builders.js';

/** Builds a valid canonical customer; every method changes the builder and returns it. */
export class CustomerBuilder {
  private state: Customer = {
    number: 'BAY001',
    status: 'active',
    name: 'Bayside Bikes',
    emails: ['accounts@bayside.example'],
    phone: '+1 415 555 0100',
    billingAddress: {
      lines: ['1 Ocean Drive', 'Suite 4'],
      city: 'San Francisco',
      region: 'CA',
      postalCode: '94016',
      country: 'US',
    },
    currency: 'USD',
    taxExempt: false,
    paymentTermsDays: 30,
  };

  with(changes: Partial<Customer>): this {
    this.state = { ...this.state, ...changes };
    return this;
  }

  withNumber(number: string): this {
    return this.with({ number });
  }

  without(...fields: readonly (keyof Customer)[]): this {
    this.state = Object.fromEntries(
      Object.entries(this.state).filter(([name]) => !(fields as readonly string[]).includes(name)),
    ) as unknown as Customer;
    return this;
  }

  build(): Customer {
    return structuredClone(this.state);
  }

  /** The event that tells this state; its source id is the customer's number. */
  event(options: EventOptions<'customer'> = {}): CanonicalEventOf<'customer'> {
    return anEvent('customer', this.state.number, 'created', this.build(), options);
  }
}

export function aCustomer(): CustomerBuilder {
  return new CustomerBuilder();
}
