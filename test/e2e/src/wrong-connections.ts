import { CHARGEBEE, CREDENTIALS, GP, ONCE_A_YEAR, SYSPRO, type RunningSimulators } from '@ledgerbridge/sandbox';
import { account, planted } from './planted-secrets.js';

type Addresses = Pick<RunningSimulators, 'sysproUrl' | 'chargebeeUrl' | 'gpUrl'>;

/** Of the simulated site, with a key it does not know. */
export const chargebeeSettings = ({ chargebeeUrl }: Addresses) => ({
  site: CREDENTIALS.chargebeeSite,
  region: 'us',
  baseUrl: chargebeeUrl,
  apiKey: planted.wrongChargebeeKey,
  timeZone: 'America/New_York',
  webhook: { username: 'w', password: planted.otherWebhookPassword },
  backfill: { cron: ONCE_A_YEAR },
  accepts: { sources: [SYSPRO], documentsFrom: '2026-01-01' },
});

/** Of the simulated SYSPRO, with an operator it does not know. */
export const sysproSettings = ({ sysproUrl }: Addresses) => ({
  odata: { baseUrl: sysproUrl, username: 'OTHER', password: planted.wrongSysproPassword },
  enet: {
    baseUrl: 'http://127.0.0.1:1/SYSPROWCFService/Rest',
    protocol: 'rest',
    operator: 'INTEG',
    operatorPassword: planted.operatorPassword,
    companyId: 'A',
    companyPassword: planted.companyPassword,
  },
  poll: { cron: ONCE_A_YEAR },
});

/** Of the simulated company, with a password it does not know. */
export const gpSettings = ({ gpUrl }: Addresses) => ({
  endpoint: gpUrl,
  domain: CREDENTIALS.gpDomain,
  username: account.value,
  password: planted.wrongGpPassword,
  companyId: -1,
  accepts: { sources: [CHARGEBEE], documentsFrom: '2026-01-01' },
});

type WrongPut = readonly [what: string, status: number, id: string, body: (at: Addresses) => string];

/** A secret where it does not belong; the last member makes the body. */
export const WRONG_PUTS: readonly WrongPut[] = [
  [
    'an unknown setting',
    422,
    'broken',
    (at) => JSON.stringify({ ...chargebeeSettings(at), apikey: planted.misplaced }),
  ],
  ['a key as region', 422, 'broken', (at) => JSON.stringify({ ...chargebeeSettings(at), region: planted.misplaced })],
  ['a key as zone', 422, 'broken', (at) => JSON.stringify({ ...chargebeeSettings(at), timeZone: planted.misplaced })],
  [
    'a key in an object',
    422,
    'broken',
    (at) => JSON.stringify({ ...chargebeeSettings(at), apiKey: { key: planted.misplaced } }),
  ],
  ['a key as site', 422, 'broken', (at) => JSON.stringify({ ...chargebeeSettings(at), site: `${planted.misplaced}!` })],
  [
    'credentials in an address',
    422,
    'broken',
    (at) => JSON.stringify({ ...chargebeeSettings(at), baseUrl: `https://u:${planted.misplaced}@127.0.0.1/api/v2` }),
  ],
  ['JSON that is cut off', 400, 'broken', () => `{"apiKey":"${planted.misplaced}`],
  ['no JSON at all', 400, 'broken', () => planted.misplaced],
  ['a connection of the file', 409, CHARGEBEE, (at) => JSON.stringify(chargebeeSettings(at))],
  [
    'another host without its key',
    422,
    'wrong-key',
    (at) =>
      JSON.stringify({ ...chargebeeSettings(at), apiKey: undefined, baseUrl: 'https://elsewhere.example/api/v2' }),
  ],
];

/** The same of a company. */
export const WRONG_GP_PUTS: readonly WrongPut[] = [
  ['an unknown setting', 422, 'broken', (at) => JSON.stringify({ ...gpSettings(at), passwort: planted.misplaced })],
  ['a password as company', 422, 'broken', (at) => JSON.stringify({ ...gpSettings(at), companyId: planted.misplaced })],
  [
    'a password as authority',
    422,
    'broken',
    (at) => JSON.stringify({ ...gpSettings(at), tls: { ca: planted.misplaced } }),
  ],
  [
    'credentials in an address',
    422,
    'broken',
    (at) => JSON.stringify({ ...gpSettings(at), endpoint: `https://u:${planted.misplaced}@127.0.0.1/gp` }),
  ],
  ['JSON that is cut off', 400, 'broken', () => `{"password":"${planted.misplaced}`],
  ['a connection of the file', 409, GP, (at) => JSON.stringify(gpSettings(at))],
  [
    'another host without its password',
    422,
    'wrong-gp',
    (at) => JSON.stringify({ ...gpSettings(at), password: undefined, endpoint: 'https://elsewhere.example/gp' }),
  ],
];
