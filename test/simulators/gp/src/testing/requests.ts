import { NS } from '../schema/namespaces.js';
import type { ValueObject } from '../schema/value.js';
import { writeElement } from '../schema/write-value.js';
import { policyOf } from '../operations/policies.js';
import { Company } from '../company/company.js';
import { DEFAULT_COMPANY } from '../company/company-options.js';
import { DEFAULT_SWITCHES, type Switches } from '../switches.js';

export const CONTEXT =
  '<context><d:OrganizationKey xsi:type="d:CompanyKey"><d:Id>-1</d:Id></d:OrganizationKey><d:CurrencyType>Transactional</d:CurrencyType></context>';

/** A request's envelope; the prefixes of answers are declared in it too. */
export function envelope(operation: string, content: string): string {
  return (
    `<s:Envelope xmlns:s="${NS.soap}" xmlns:xsi="${NS.xsi}" xmlns:gp="${NS.gp}" xmlns:d="${NS.dynamics}" xmlns:sec="${NS.security}">` +
    `<s:Body><${operation} xmlns="${NS.gp}">${content}</${operation}></s:Body></s:Envelope>`
  );
}

/** A member of a request with its nil members and all. */
export function member(name: string, type: string, value: ValueObject): string {
  return writeElement(name, NS.gp, type, value);
}

export function money(value: string, currency = 'USD', digits = 2): ValueObject {
  return { Currency: currency, Value: value, DecimalDigits: String(digits) };
}

export function invoiceValue(overrides: ValueObject = {}): ValueObject {
  return {
    Key: { Id: 'CB000000000000001' },
    Date: '2026-03-31T00:00:00',
    SalesAmount: money('100.00'),
    TaxAmount: money('0'),
    BatchKey: { Id: 'CB20260331', CreatedDateTime: '2026-03-31T00:00:00' },
    CustomerKey: { Id: 'AARONFIT0001' },
    CurrencyKey: { ISOCode: 'USD' },
    ...overrides,
  };
}

export function receiptValue(overrides: ValueObject = {}): ValueObject {
  return {
    CustomerKey: { Id: 'AARONFIT0001' },
    Key: { Id: 'CBP00000000000001' },
    BatchKey: { Id: 'CBP20260331', CreatedDateTime: '2026-03-31T00:00:00' },
    Type: 'Check',
    BankAccountKey: { Id: 'UPTOWN TRUST' },
    Date: '2026-03-31T00:00:00',
    Amount: money('100.00'),
    ...overrides,
  };
}

/** The policy in force, as GetPolicyByOperation answers it. */
export function policy(operation: string, switches: Partial<Switches> = {}): string {
  const company = new Company(DEFAULT_COMPANY, Date.now);
  return member('policy', 'Policy', policyOf(operation, company, { ...DEFAULT_SWITCHES, ...switches }));
}

/** Content of a Create or Update call, with the policy in force. */
export function writing(
  type: string,
  value: ValueObject,
  operation = `Create${type}`,
  switches: Partial<Switches> = {},
): string {
  const name = type.charAt(0).toLowerCase() + type.slice(1);
  return member(name, type, value) + CONTEXT + policy(operation, switches);
}

export function byKey(id: string): string {
  return `<key><Id>${id}</Id></key>${CONTEXT}`;
}
