import { aCustomer, anInvoice } from '@ledgerbridge/testing';
import { describe, expect, it } from '@jest/globals';
import { serialKey } from './serial-key.js';

describe('serialKey', () => {
  it('given a customer and a document of it, then both have the same key', () => {
    const customer = aCustomer().withNumber('C1').event();
    const invoice = anInvoice().with({ customerId: 'C1' }).event();
    expect(serialKey(invoice)).toBe(serialKey(customer));
  });

  it('given the same customer number on another connection, then the keys differ', () => {
    const one = aCustomer().withNumber('C1').event({ connection: 'one' });
    const other = aCustomer().withNumber('C1').event({ connection: 'other' });
    expect(serialKey(one)).not.toBe(serialKey(other));
  });
});
