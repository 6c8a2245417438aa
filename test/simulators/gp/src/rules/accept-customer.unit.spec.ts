import { describe, expect, it } from '@jest/globals';
import type { ValueObject } from '../schema/value.js';
import { codesOf, ruleContext } from '../testing/rule-context.js';
import { createCustomer, updateCustomer } from './accept-customer.js';

const customer = (overrides: ValueObject = {}): ValueObject => ({ Key: { Id: 'new1' }, Name: 'New', ...overrides });
const address = (id: string, more: ValueObject = {}): ValueObject => ({ Key: { Id: id }, City: 'Here', ...more });
const addresses = (...all: ValueObject[]): ValueObject => ({ Addresses: { CustomerAddress: all } });

describe('accepting a customer', () => {
  it.each<[string[], string, ValueObject]>([
    [[], 'a plain customer', {}],
    [['9001'], 'no id', { Key: {} }],
    [['9001'], 'no name', { Name: '' }],
    [['9002'], 'an id of 16', { Key: { Id: 'N'.repeat(16) } }],
    [['9013'], 'an id there is, in another case', { Key: { Id: 'aaronfit0001' } }],
    [['9012'], 'an unknown class', { ClassKey: { Id: 'NONE' } }],
    [[], 'a class in another case', { ClassKey: { Id: 'default' } }],
    [['483'], 'a currency not enabled', { CurrencyKey: { ISOCode: 'KWD' } }],
    [['9015'], 'unknown terms', { PaymentTermsKey: { Id: 'NONE' } }],
    [['9014'], 'a default address it does not have', { DefaultAddressKey: { Id: 'PRIMARY' } }],
    [[], 'a default address it has', { DefaultAddressKey: { Id: 'primary' }, ...addresses(address('PRIMARY')) }],
    [['9001'], 'an address without id', addresses(address(''))],
    [
      ['9002'],
      'an e-mail of 201',
      addresses(address('PRIMARY', { InternetAddresses: { InternetField1: 'e'.repeat(201) } })),
    ],
  ])('%j: %s', (expected, _name, overrides) => {
    expect(codesOf(() => createCustomer(customer(overrides), ruleContext()))).toEqual(expected);
  });

  it('changes what is sent and keeps the rest, addresses by their id', () => {
    const context = ruleContext();
    const created = createCustomer(customer({ Comment1: 'a', ...addresses(address('ONE'), address('TWO')) }), context);
    context.company.apply({ kind: 'customer', value: created });
    const change = customer({
      Name: null,
      Comment1: 'b',
      ...addresses(address('two', { City: 'There' }), address('one', { DeleteOnUpdate: 'true' })),
    });
    const { updates, value } = updateCustomer(change, context);
    expect([updates, value.Name, value.Comment1]).toEqual([1, 'New', 'b']);
    expect(value.Addresses).toMatchObject({ CustomerAddress: [{ Key: { Id: 'TWO' }, City: 'There' }] });
  });

  it('cannot change one that is not there', () => {
    expect(codesOf(() => updateCustomer(customer(), ruleContext()))).toEqual(['9080']);
  });
});
