import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import type { Customer } from '@ledgerbridge/contracts';
import { aCustomer } from '@ledgerbridge/testing';
import { MappingSettings } from '../mapping-settings.js';
import { toGpCustomer } from './customer.mapper.js';

const map = (changes: Partial<Customer>, settings: Partial<MappingSettings> = {}) =>
  toGpCustomer(aCustomer().with(changes).build(), 'CBBAY001', Object.assign(new MappingSettings(), settings));

describe('customer for GP', () => {
  it('given everything, then every field has its place', () => {
    const mapped = map({ firstName: 'Ada', lastName: 'Byron', taxNumber: 'GB123' }, { customerClass: 'USA' });
    expect(mapped).toEqual({
      notes: [],
      customer: {
        id: 'CBBAY001',
        name: 'Bayside Bikes',
        contact: 'Ada Byron',
        email: 'accounts@bayside.example',
        phone: '+1 415 555 0100',
        currency: 'USD',
        classId: 'USA',
        addressId: 'PRIMARY',
        taxRegistrationNumber: 'GB123',
        address: {
          lines: ['1 Ocean Drive', 'Suite 4'],
          city: 'San Francisco',
          state: 'CA',
          postalCode: '94016',
          country: 'US',
        },
      },
    });
  });

  it.each<[string, string, Partial<Customer>]>([
    ['the person', 'Ada Byron', { name: ' ', firstName: 'Ada', lastName: 'Byron' }],
    ['one half of the person', 'Byron', { name: '', lastName: 'Byron' }],
    ['the e-mail address', 'a@b.example', { name: '', emails: ['a@b.example'] }],
    ['the number', 'BAY001', { name: '\u0000', emails: [] }],
    ['the id', 'CBBAY001', { name: '', emails: [], number: '\u0007' }],
  ])('given no company, then the name is %s', (_what, name, changes) => {
    expect(map(changes).customer.name).toBe(name);
  });

  it('given a name the code page lacks whole, then the next one is taken', () => {
    expect(map({ name: 'שלום' }).customer.name).toBe('שלום');
    expect(map({ name: 'שלום' }, { text: 'windows-1252' }).customer.name).toBe('accounts@bayside.example');
    expect(map({ name: 'Łódź 😀' }, { text: 'windows-1252' }).customer.name).toBe('?ód? ?');
  });

  it('given a long name in any script, then it is cut between code points', () => {
    expect(map({ name: '😀'.repeat(40) }).customer.name).toBe('😀'.repeat(32));
    expect(map({ name: `x${'😀'.repeat(40)}` }).customer.name).toBe(`x${'😀'.repeat(31)}`);
    expect(map({ name: 'שלום '.repeat(20) }).customer.name).toHaveLength(64);
  });

  it('given values that mean something only as a whole, then those too long are left out and noted, not the customer', () => {
    const email = `${'a'.repeat(188)}@shop.example`;
    const { customer, notes } = map({ emails: [email], phone: '1'.repeat(22), taxNumber: 'T'.repeat(16) });
    expect(customer).toMatchObject({ name: 'Bayside Bikes' });
    expect(customer).not.toHaveProperty('email');
    expect(customer).not.toHaveProperty('phone');
    expect(customer).not.toHaveProperty('taxRegistrationNumber');
    expect(notes).toEqual([
      'email left out: 201 characters, GP takes 200',
      'phone left out: 22 characters, GP takes 21',
      'taxNumber left out: 16 characters, GP takes 15',
    ]);
    expect(map({ emails: [email.slice(1)] }).customer.email).toHaveLength(200);
  });

  it('given an address the code page lacks some of, then it is left out rather than made another', () => {
    const emails = [' ', 'łukasz@shop.example', 'b@shop.example'];
    expect(map({ emails }).customer.email).toBe('łukasz@shop.example');
    const { customer, notes } = map({ emails }, { text: 'windows-1252' });
    expect(customer).not.toHaveProperty('email');
    expect(notes).toEqual(["email left out: GP's code page lacks some of its characters"]);
  });

  it('given more than three address lines, then the rest joins the third; an empty address stays one', () => {
    const address = map({ billingAddress: { lines: ['1', '2', ' ', '3', '4'.repeat(70)] } }).customer.address;
    expect(address?.lines).toEqual(['1', '2', `3, ${'4'.repeat(57)}`]);
    expect(map({ billingAddress: { lines: [] } }).customer.address).toEqual({ lines: [] });
    expect(
      toGpCustomer(aCustomer().without('billingAddress').build(), 'X', new MappingSettings()).customer,
    ).not.toHaveProperty('address');
  });
});
