import type { Customer } from '@ledgerbridge/contracts';
import type { CustomerRow } from '../odata/wire.js';
import type { MappingSettings } from '../mapping-settings.js';
import { mapAddress } from './address.mapper.js';
import { mapCurrency } from './currency.mapper.js';
import { mapEmails } from './emails.mapper.js';
import { readKey, readText } from './fields.js';
import type { TermsDays } from './terms.mapper.js';

const NAME_LENGTH = 500;
const CONTACT_LENGTH = 250;

/** A customer's source id: the trimmed code. @throws RowRejected */
export function customerSourceId(row: CustomerRow): string {
  return readKey(row, 'Customer');
}

/**
 * A customer as SYSPRO holds it. A currency that is not known leaves the customer without one: its documents say
 * theirs, and are what is refused.
 * @throws RowRejected
 */
export function mapCustomer(row: CustomerRow, settings: MappingSettings, terms: TermsDays): Customer {
  const name = readText(row, 'Name', NAME_LENGTH);
  const phone = readText(row, 'Telephone', 100);
  const taxNumber = readText(row, 'CompanyTaxNumber', 60);
  const currency = mapCurrency(readText(row, 'Currency', 10), settings);
  const days = terms.get(readText(row, 'TermsCode', 10) ?? '');
  const billingAddress = mapAddress(row, 'SoldTo', settings);
  const shippingAddress = mapAddress(row, 'ShipTo', settings);
  return {
    number: readKey(row, 'Customer'),
    status: readText(row, 'CustomerOnHold', 10) === 'Y' ? 'on-hold' : 'active',
    ...(name === undefined ? {} : { name }),
    ...mapContact(row, settings.contact),
    emails: mapEmails(readText(row, 'Email', 4_000)),
    ...(phone === undefined ? {} : { phone }),
    ...(billingAddress === undefined ? {} : { billingAddress }),
    ...(shippingAddress === undefined ? {} : { shippingAddress }),
    ...(currency === undefined ? {} : { currency }),
    ...(taxNumber === undefined ? {} : { taxNumber }),
    taxExempt: readText(row, 'TaxStatus', 10) === 'E',
    ...(days === undefined ? {} : { paymentTermsDays: days }),
  };
}

/** `Anna van Wyk` → Anna, van Wyk; a single word is a first name. */
function mapContact(row: CustomerRow, contact: MappingSettings['contact']): Pick<Customer, 'firstName' | 'lastName'> {
  const text = contact === 'person' ? readText(row, 'Contact', CONTACT_LENGTH) : undefined;
  if (text === undefined) return {};
  const [first = text, ...rest] = text.split(/\s+/);
  return rest.length === 0 ? { firstName: first } : { firstName: first, lastName: rest.join(' ') };
}
