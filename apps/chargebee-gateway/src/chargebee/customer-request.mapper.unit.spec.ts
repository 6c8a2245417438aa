import { describe, expect, it } from '@jest/globals';
import { aCustomer } from '@ledgerbridge/testing';
import { toCreateCustomer, toUpdateBillingInfo, toUpdateCustomer } from './customer-request.mapper.js';

describe('customer as Chargebee parameters', () => {
  it('given a customer, when created, then id and profile are ours and nothing may be collected', () => {
    const customer = aCustomer()
      .with({ taxNumber: 'US-123', taxExempt: true, locale: 'en-US', firstName: 'Jo', lastName: 'Bay' })
      .build();
    expect(toCreateCustomer(customer, 'SY-BAY001')).toEqual({
      id: 'SY-BAY001',
      auto_collection: 'off',
      company: 'Bayside Bikes',
      first_name: 'Jo',
      last_name: 'Bay',
      email: 'accounts@bayside.example',
      phone: '+1 415 555 0100',
      preferred_currency_code: 'USD',
      taxability: 'exempt',
      locale: 'en-US',
      vat_number: 'US-123',
      billing_address: {
        company: 'Bayside Bikes',
        line1: '1 Ocean Drive',
        line2: 'Suite 4',
        city: 'San Francisco',
        state_code: 'CA',
        zip: '94016',
        country: 'US',
      },
    });
  });

  it('given a customer without contact data, when created, then nothing empty is sent', () => {
    const customer = aCustomer().with({ emails: [] }).without('phone', 'billingAddress', 'currency', 'name').build();
    expect(toCreateCustomer(customer, 'X')).toEqual({ id: 'X', auto_collection: 'off', taxability: 'taxable' });
  });

  it('given a customer that lost its phone and e-mail, when updated, then they are emptied and collection is left alone', () => {
    const customer = aCustomer().with({ emails: [] }).without('phone').build();
    expect(toUpdateCustomer(customer)).toEqual({
      company: 'Bayside Bikes',
      email: '',
      phone: '',
      preferred_currency_code: 'USD',
      taxability: 'taxable',
    });
  });

  it('given a shorter address, when updated, then what is gone is emptied', () => {
    const customer = aCustomer()
      .with({ billingAddress: { lines: ['Kerkstraat 1'], country: 'ZA' } })
      .build();
    expect(toUpdateBillingInfo(customer)).toEqual({
      vat_number: '',
      billing_address: {
        company: 'Bayside Bikes',
        line1: 'Kerkstraat 1',
        line2: '',
        line3: '',
        city: '',
        zip: '',
        state: '',
        country: 'ZA',
      },
    });
  });

  it('given more street lines than three and long names, then lines are joined and texts cut', () => {
    const customer = aCustomer()
      .with({
        name: 'N'.repeat(300),
        billingAddress: { lines: ['a', 'b', 'c', 'd', 'e'.repeat(200)], city: 'C'.repeat(60), region: 'Western Cape' },
      })
      .build();
    const { company, billing_address } = toCreateCustomer(customer, 'X');
    expect(company).toHaveLength(250);
    expect(billing_address).toMatchObject({ line1: 'a', line2: 'b', city: 'C'.repeat(50), state: 'Western Cape' });
    expect(billing_address?.line3).toMatch(/^c, d, e+$/);
    expect(billing_address?.line3).toHaveLength(150);
  });

  it.each([
    ['emails[0]', { emails: [`${'x'.repeat(70)}@example.com`] }],
    ['taxNumber', { taxNumber: 'T'.repeat(21) }],
    ['phone', { phone: '1'.repeat(51) }],
    ['billingAddress.postalCode', { billingAddress: { lines: [], postalCode: '9'.repeat(21) } }],
  ])('given a %s that does not fit, then it is refused by name', (field, changes) => {
    expect(() => toCreateCustomer(aCustomer().with(changes).build(), 'X')).toThrow(
      expect.objectContaining({
        code: 'FIELD_TOO_LONG',
        details: expect.objectContaining({ field }) as unknown,
      }),
    );
  });
});
