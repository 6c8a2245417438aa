import type { Address } from '@ledgerbridge/contracts';
import { isResource, readDescription, readText, type Resource } from './fields.js';

const COUNTRY = /^[A-Z]{2}$/;

/**
 * `billing_address` or `shipping_address` of a resource; undefined when it says nothing. The region is the code where the
 * site has one.
 * @throws ResourceRejected
 */
export function readAddress(resource: Resource, field: string): Address | undefined {
  const value = resource[field];
  if (!isResource(value)) return undefined;
  const lines = ['line1', 'line2', 'line3'].flatMap((line) => readDescription(value, line, 200) ?? []);
  const city = readDescription(value, 'city', 200);
  const region = readDescription(value, 'state_code', 200) ?? readDescription(value, 'state', 200);
  const postalCode = readText(value, 'zip', 40);
  const country = readText(value, 'country', 100)?.toUpperCase();
  const address: Address = {
    lines,
    ...(city === undefined ? {} : { city }),
    ...(region === undefined ? {} : { region }),
    ...(postalCode === undefined ? {} : { postalCode }),
    ...(country === undefined || !COUNTRY.test(country) ? {} : { country }),
  };
  return lines.length === 0 && Object.keys(address).length === 1 ? undefined : address;
}
