import { wrongValue } from '../errors/param-errors.js';
import { STATE_CODE_COUNTRIES, ZIP_RULES } from '../validation/countries.js';
import { changed, withoutEmpty } from '../validation/attributes.js';
import { object } from '../validation/composite-fields.js';
import type { Field, Params, ReadContext } from '../validation/field.js';
import { country, email, oneOf, text } from '../validation/scalar-fields.js';

const ADDRESS_FIELDS = {
  first_name: text(150),
  last_name: text(150),
  email: email(),
  company: text(250),
  phone: text(50),
  line1: text(150),
  line2: text(150),
  line3: text(150),
  city: text(50),
  state_code: text(50),
  state: text(50),
  zip: text(20),
  country: country(),
  validation_status: oneOf(['not_validated', 'valid', 'partially_valid', 'invalid']),
};

export type AddressParams = Params<typeof ADDRESS_FIELDS>;

/** An address within a customer or a document. */
export interface Address {
  object: 'billing_address' | 'shipping_address';
  validation_status: string;
  [attribute: string]: unknown;
}

/** `billing_address[…]` or `shipping_address[…]`, its post code and state code checked by country. */
export function address(): Field<AddressParams> {
  return object(ADDRESS_FIELDS, checkByCountry);
}

function checkByCountry(value: AddressParams, path: string, context: ReadContext): void {
  if (!context.checkAddresses) return;
  if (value.state_code && !STATE_CODE_COUNTRIES.has(value.country ?? '')) {
    throw wrongValue(`${path}[state_code]`, 'is only supported for US, CA, IN and AE');
  }
  const rule = ZIP_RULES[value.country ?? ''];
  if (value.zip && rule && !rule.test(value.zip)) {
    throw wrongValue(`${path}[zip]`, `is not a valid post code of ${value.country}`);
  }
}

/** A new address from parameters; undefined when nothing of it was given. */
export function newAddress(params: AddressParams | null | undefined, kind: Address['object']): Address | undefined {
  if (!params) return undefined;
  const given = withoutEmpty(params);
  if (Object.keys(given).length === 0) return undefined;
  return { ...given, validation_status: given.validation_status ?? 'not_validated', object: kind };
}

/** The address after an update: only the given attributes change, an empty one is removed. */
export function mergedAddress(
  before: Address | undefined,
  params: AddressParams | null | undefined,
  kind: Address['object'],
): Address | undefined {
  if (params === null) return undefined;
  if (params === undefined) return before;
  return changed<Address>(before ?? { validation_status: 'not_validated', object: kind }, params);
}
