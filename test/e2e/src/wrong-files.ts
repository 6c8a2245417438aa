import type { ServiceName } from '@ledgerbridge/sandbox';

/** Stands in every wrong value: no line may repeat it. */
export const WRONG = 'this-is-a-wrong-value';

export const chargebeeConnection = (changes: object = {}): object => ({
  id: 'acme',
  system: 'chargebee',
  site: 'acme-test',
  region: 'us',
  baseUrl: 'http://127.0.0.1:1/api/v2',
  apiKey: `${WRONG}-key`,
  timeZone: 'America/New_York',
  ...changes,
});

export const gpConnection = (changes: object = {}): object => ({
  id: 'acme-gp',
  system: 'gp',
  endpoint: 'http://127.0.0.1:1/DynamicsGPWebServices',
  domain: 'ACME',
  username: 'svc-bridge',
  password: `${WRONG}-password`,
  companyId: -1,
  ...changes,
});

const accepts = (changes: object): object => ({
  accepts: { sources: ['acme-syspro'], documentsFrom: '2026-01-01', ...changes },
});
const file = (...connections: object[]): string => JSON.stringify({ connections });
const site = (changes: object): string => file(chargebeeConnection(changes));
const company = (changes: object): string => file(gpConnection(changes));

type WrongFile = readonly [service: ServiceName, what: string, text: string, named: string];

/** A connections file that is wrong in one way, and what the start of the service must name. */
export const WRONG_FILES: readonly WrongFile[] = [
  ['chargebee-gateway', 'YAML that ends in the middle', `connections: [ { apiKey: "${WRONG}`, 'CONNECTIONS_FILE'],
  ['chargebee-gateway', 'a model of a later version', site(accepts({ billingModel: 'subscription' })), 'subscription'],
  ['chargebee-gateway', 'a model nobody knows', site(accepts({ billingModel: WRONG })), 'accepts.billingModel'],
  ['chargebee-gateway', 'an unknown setting', site({ apikey: WRONG }), 'connections[acme].apikey'],
  ['chargebee-gateway', 'a missing secret', site({ apiKey: undefined }), 'connections[acme].apiKey'],
  ['chargebee-gateway', 'a wrong region', site({ region: WRONG }), 'connections[acme].region'],
  [
    'chargebee-gateway',
    'a metadata address',
    site({ baseUrl: 'http://169.254.169.254/api/v2' }),
    'connections[acme].apiKey',
  ],
  ['chargebee-gateway', 'a variable that is not set', site({ apiKey: '${ABSENT_KEY}' }), 'ABSENT_KEY'],
  ['chargebee-gateway', 'an unknown system', site({ system: WRONG }), 'connections[acme].system'],
  ['chargebee-gateway', 'a webhook without a password', site({ webhook: { username: WRONG } }), 'webhook.password'],
  [
    'chargebee-gateway',
    'an address range that is none',
    site({ webhook: { username: 'w', password: 'p', allowedAddresses: [WRONG] } }),
    'webhook.allowedAddresses',
  ],
  ['gp-writer', 'an unknown setting', company({ passwort: WRONG }), 'connections[acme-gp].passwort'],
  ['gp-writer', 'a missing secret', company({ password: undefined }), 'connections[acme-gp].password'],
  ['gp-writer', 'a user with its domain', company({ username: `ACME\\${WRONG}` }), 'connections[acme-gp].username'],
  ['gp-writer', 'no certificates', company({ tls: { ca: WRONG } }), 'tls.ca'],
  [
    'gp-writer',
    'a closed day that is none',
    company({ periods: { closedThrough: WRONG } }),
    'connections[acme-gp].periods.closedThrough',
  ],
];
