import { describe, expect, it } from '@jest/globals';
import { assertTotals, decodeEvent, encodeEvent } from '@ledgerbridge/contracts';
import { aCreditNote } from './credit-note.builder.js';
import { aCustomer } from './customer.builder.js';
import { anInvoice } from './invoice.builder.js';
import { aPayment } from './payment.builder.js';

describe('record builders', () => {
  it.each([aCustomer().event(), anInvoice().event(), aCreditNote().event(), aPayment().event()])(
    'given a builder as it starts, then its event satisfies the contract',
    (event) => {
      expect(decodeEvent(encodeEvent(event))).toEqual(event);
    },
  );
  it('given lines, discounts, taxes and rounding, then the totals follow', () => {
    const invoice = anInvoice()
      .withLine({ amount: '100', discount: '10', taxes: [{ name: 'VAT', rate: '15', amount: '13.50' }] })
      .withLine({ amount: '-5.25', taxes: [{ name: 'VAT', rate: '15', amount: '-0.79' }] })
      .withDiscount({ description: 'Trade', amount: '1' })
      .withTax({ name: 'LEVY', amount: '0.10' })
      .withRounding('-0.01')
      .build();
    expect(() => assertTotals(invoice)).not.toThrow();
    expect(invoice.totals).toEqual({ lines: '94.75', discount: '11', tax: '12.81', rounding: '-0.01', total: '96.55' });
    expect(invoice.taxes).toHaveLength(2);
  });
});
