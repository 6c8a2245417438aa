import { lookup, type LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { assertAllowedAddress } from './allowed-address.js';

/**
 * A name lookup for HTTP clients (`connect: { lookup: guardedLookup() }` in undici) that fails with ADDRESS_REFUSED
 * when a name leads to a link-local or metadata address. Sockets skip the lookup for literal addresses: those are
 * refused with the connection's settings.
 */
export function guardedLookup(resolve: LookupFunction = lookup): LookupFunction {
  return (hostname, options, callback) =>
    resolve(hostname, options, (error, found, family) => {
      const addresses: readonly LookupAddress[] =
        typeof found === 'string' ? [{ address: found, family: family ?? 0 }] : found;
      callback(error ?? refusal(addresses), found, family);
    });
}

function refusal(addresses: readonly LookupAddress[]): NodeJS.ErrnoException | null {
  try {
    for (const { address } of addresses) assertAllowedAddress(address);
    return null;
  } catch (error) {
    return error as NodeJS.ErrnoException;
  }
}
