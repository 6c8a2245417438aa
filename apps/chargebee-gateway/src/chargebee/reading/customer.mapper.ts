import { isCurrencyCode, type Customer } from '@ledgerbridge/contracts';
import { cleanText } from '../fit-text.js';
import { defined } from '../chargebee-request.js';
import { readAddress } from './address-state.mapper.js';
import { readDescription, readKey, readParts, readText, readWhole, type Resource } from './fields.js';
import type { ReadingContext } from './mapped-resource.js';
import { ResourceRejected, shapeOf } from './resource-rejected.js';

const LOCALE = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/;
const LONGEST_ATTRIBUTE = 500;

/**
 * A customer as the site holds it. A currency ISO does not list leaves the customer without one: its documents say
 * theirs, and are what is refused.
 * @see https://apidocs.chargebee.com/docs/api/customers
 * @throws ResourceRejected
 */
export function mapCustomer(resource: Resource, { customFields, origins }: ReadingContext): Customer {
  const id = readKey(resource, 'id');
  const currency = resource['preferred_currency_code'];
  const locale = readDescription(resource, 'locale', 50);
  return defined({
    number: id,
    status: resource['deleted'] === true ? ('deleted' as const) : ('active' as const),
    name: readDescription(resource, 'company', 500),
    firstName: readDescription(resource, 'first_name', 250),
    lastName: readDescription(resource, 'last_name', 250),
    emails: emailsOf(resource),
    phone: readText(resource, 'phone', 100),
    billingAddress: readAddress(resource, 'billing_address'),
    currency: isCurrencyCode(currency) ? currency : undefined,
    taxNumber: readTaxNumber(resource),
    taxExempt: resource['taxability'] === 'exempt',
    paymentTermsDays: readWhole(resource, 'net_term_days'),
    locale: locale !== undefined && LOCALE.test(locale) ? locale : undefined,
    attributes: attributesOf(resource, customFields),
    origin: origins.of('customer', id),
  });
}

/** The prefix is a country's own (`EL` for Greece) and no part of `vat_number`. */
export function readTaxNumber(resource: Resource): string | undefined {
  const number = readText(resource, 'vat_number', 50);
  return number === undefined ? undefined : `${readText(resource, 'vat_number_prefix', 10) ?? ''}${number}`;
}

/** The customer's own address, then those of contacts that are in use. */
function emailsOf(resource: Resource): string[] {
  const contacts = readParts(resource, 'contacts').filter(({ enabled }) => enabled === true);
  const emails = [resource, ...contacts].flatMap((holder) => readText(holder, 'email', 1_000) ?? []);
  return [...new Set(emails)];
}

function attributesOf(resource: Resource, names: readonly string[]): Record<string, string> | undefined {
  const named = names.flatMap((name): [string, string][] => {
    const value = resource[name];
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return [];
    const text = cleanText(String(value));
    if (text === '') return [];
    if (text.length > LONGEST_ATTRIBUTE) throw new ResourceRejected(name, shapeOf(text), 'TEXT_TOO_LONG');
    return [[name, text]];
  });
  return named.length === 0 ? undefined : Object.fromEntries(named);
}
