import type { ConnectionDefinition } from '@ledgerbridge/connections';
import { apiHostOf } from './base-url.js';
import { ChargebeeSettings } from './connection-settings.js';
import { LIMITS } from './limits.js';

/** What libs/connections needs to know of Chargebee sites. */
export const chargebeeDefinition: ConnectionDefinition<ChargebeeSettings> = {
  system: 'chargebee',
  settings: ChargebeeSettings,
  secrets: [
    { path: 'apiKey', host: apiHostOf },
    { path: 'webhook.password', host: () => undefined },
  ],
  immutable: ['site', 'region'],
  refuse: refuseUnserved,
};

/** Valid settings that this build does not serve, by the setting's name. */
export function refuseUnserved({ accepts }: ChargebeeSettings): string | undefined {
  if (accepts === undefined) return undefined;
  if (accepts.billingModel !== 'imported-invoice') {
    return `accepts.billingModel: ${accepts.billingModel} comes later; only imported-invoice is served`;
  }
  const odd = Object.entries(accepts.customers).find(([, id]) => !isChargebeeId(id));
  return odd === undefined ? undefined : 'accepts.customers: every value must be the id of a Chargebee customer';
}

function isChargebeeId(id: unknown): boolean {
  return typeof id === 'string' && id.length > 0 && id.length <= LIMITS.id && !id.includes('/');
}
