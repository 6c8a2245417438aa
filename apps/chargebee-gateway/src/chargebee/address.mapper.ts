import type { Address } from '@ledgerbridge/contracts';
import { defined } from './chargebee-request.js';
import { truncated, whole } from './fit-text.js';
import { LIMITS } from './limits.js';
import { subdivisionCode } from './subdivisions.js';

/** A `billing_address` as parameters; a member that is absent here is absent there. */
export interface AddressParams {
  readonly company?: string;
  readonly line1?: string;
  readonly line2?: string;
  readonly line3?: string;
  readonly city?: string;
  readonly state?: string;
  readonly state_code?: string;
  readonly zip?: string;
  readonly country?: string;
}

const STREET_LINES = 3;
const EMPTIED = { line1: '', line2: '', line3: '', city: '', zip: '' };

/**
 * A canonical address in Chargebee's fields: lines beyond the third join it, descriptive text is cut to length.
 * @throws UnfitRecordError FIELD_TOO_LONG for the post code
 */
export function toAddressParams(address: Address | undefined, company?: string): AddressParams | undefined {
  if (address === undefined) return undefined;
  const [line1, line2, line3] = streetLines(address.lines);
  const code = subdivisionCode(address.country, address.region ?? '');
  const params: AddressParams = defined({
    company: truncated(company, LIMITS.company),
    line1,
    line2,
    line3,
    city: truncated(address.city, LIMITS.city),
    ...(code === undefined ? { state: truncated(address.region, LIMITS.state) } : { state_code: code }),
    zip: whole(address.postalCode, LIMITS.zip, 'billingAddress.postalCode'),
    country: address.country,
  });
  return Object.keys(params).length === 0 ? undefined : params;
}

/** For an update, which changes only what it names: members without a value are emptied. A country cannot be. */
export function toWholeAddress(params: AddressParams): AddressParams {
  return { ...EMPTIED, ...(params.state_code === undefined ? { state: '' } : {}), ...params };
}

function streetLines(lines: readonly string[]): (string | undefined)[] {
  const first = lines.slice(0, STREET_LINES - 1);
  const rest = lines.slice(STREET_LINES - 1).join(', ');
  return [...first, rest].map((line) => truncated(line, LIMITS.addressLine)).filter((line) => line !== undefined);
}
