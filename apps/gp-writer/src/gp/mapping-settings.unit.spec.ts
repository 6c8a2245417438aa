import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { MappingSettings } from './mapping-settings.js';

function problemsOf(plain: object): string[] {
  const settings = plainToInstance(MappingSettings, plain);
  return pathsOf(validateSync(settings, { whitelist: true, forbidNonWhitelisted: true }), '');
}

function pathsOf(errors: ValidationError[], above: string): string[] {
  return errors.flatMap(({ property, constraints, children }) => [
    ...(constraints === undefined ? [] : [above + property]),
    ...pathsOf(children ?? [], `${above}${property}.`),
  ]);
}

describe('mapping settings', () => {
  it('given an empty mapping, then it is valid and has every default', () => {
    expect(problemsOf({})).toEqual([]);
    expect(plainToInstance(MappingSettings, {})).toMatchObject({
      documentNumberLength: 17,
      customerIdLength: 15,
      numberPrefix: 'CB',
      addressId: 'PRIMARY',
      tax: 'amount',
      receipts: { rules: [], default: { type: 'check' } },
      distributionTypes: { cash: 1, receivable: 3, sales: 9, tax: 13 },
      creditNoteReasons: { writeOff: ['write_off', 'Write Off'], invoiceVoid: ['Invoice Void'] },
    });
  });

  it('given everything set, then it is valid', () => {
    const full = {
      customers: { cus_1: 'AARONFIT0001' },
      customerIdField: 'cf_gp_customer',
      numberPrefixes: { 'acme-chargebee': 'C2' },
      customerClass: 'USA-ALL',
      receipts: {
        rules: [
          { method: 'card', gateway: 'stripe', currency: 'USD', type: 'card', cardType: 'Visa', checkbook: 'UPTOWN' },
        ],
        default: { type: 'cash' },
      },
      accounts: {
        item: { rules: [{ itemCode: 'basic-*', kind: 'plan', currency: 'EUR', account: '000-4100-00' }], default: '1' },
        tax: { rules: [{ name: 'VAT', account: '2' }] },
        cash: { rules: [{ method: 'check', account: '3' }] },
      },
      tax: 'details',
      taxDetails: { names: { VAT: 'VAT15' }, default: 'OTHER' },
      text: 'windows-1252',
    };
    expect(problemsOf(full)).toEqual([]);
  });

  it.each<[string, object]>([
    ['customers', { customers: { cus_1: 'LONGER-THAN-15-CHARS' } }],
    ['numberPrefixes', { numberPrefixes: { a: 'cb' } }],
    ['numberPrefixes', { numberPrefixes: { a: 'C', b: 'CB' } }],
    ['timeZone', { timeZone: 'Mars' }],
    ['numberPrefix', { numberPrefix: 'TOOLONG' }],
    ['receipts.rules', { receipts: { rules: [[]] } }],
    ['receipts.rules.0.type', { receipts: { rules: [{ method: 'card', type: 'wire' }] } }],
    ['accounts.item.rules.0.account', { accounts: { item: { rules: [{ itemCode: 'A' }] } } }],
    ['accounts.item.rules.0.name', { accounts: { item: { rules: [{ name: 'A', account: '1' }] } } }],
    ['accounts.sales', { accounts: { sales: {} } }],
    ['tax', { tax: 'none' }],
    ['taxDetails.names', { taxDetails: { names: { VAT: '' } } }],
    ['unknown', { unknown: 1 }],
  ])('given a wrong %s, then it is named', (path, plain) => {
    expect(problemsOf(plain)).toEqual([path]);
  });
});
