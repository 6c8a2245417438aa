import { writeFile } from 'node:fs/promises';

export interface SandboxSystems {
  readonly sysproUrl: string;
  readonly chargebeeUrl: string;
  readonly gpUrl: string;
}

export const SYSPRO = 'acme-syspro';
export const CHARGEBEE = 'acme-chargebee';
export const GP = 'acme-gp';

/** Decides which day a document of the site shows. */
export const SITE_TIME_ZONE = 'America/New_York';

export interface SandboxCredentials {
  readonly sysproOperator: string;
  readonly sysproPassword: string;
  readonly chargebeeSite: string;
  readonly chargebeeKey: string;
  readonly webhookPassword: string;
  readonly gpDomain: string;
  readonly gpUser: string;
  readonly gpPassword: string;
}

/** The user of the site's webhook. */
export const WEBHOOK_USER = 'sandbox';

/** Credentials the simulators expect; they open nothing but simulators on this machine. */
export const CREDENTIALS: SandboxCredentials = {
  sysproOperator: 'SANDBOX',
  sysproPassword: 'sandbox-operator-password',
  chargebeeSite: 'acme-test',
  chargebeeKey: 'test_sandbox_full_access_key',
  webhookPassword: 'sandbox-webhook-password',
  gpDomain: 'ACME',
  gpUser: 'svc-bridge',
  gpPassword: 'sandbox-gp-password',
};

export interface SandboxSettings {
  readonly pollCron?: string;
  /** Default {@link CREDENTIALS}. */
  readonly credentials?: SandboxCredentials;
  /** Written over the Chargebee connection's settings. */
  readonly chargebee?: object;
  /** Written over the GP connection's settings; null: it is not in the file, to be put by API. */
  readonly gp?: object | null;
}

const EVERY_15_SECONDS = '*/15 * * * * *';
/** As good as never: runs are asked for. */
export const ONCE_A_YEAR = '0 0 1 1 *';

/** The sandbox's account of each system, in the same file format real systems are connected with. */
export function sandboxConnections(systems: SandboxSystems, settings: SandboxSettings = {}): object {
  const { pollCron = EVERY_15_SECONDS, credentials = CREDENTIALS } = settings;
  return {
    connections: [
      {
        id: SYSPRO,
        system: 'syspro',
        odata: {
          baseUrl: systems.sysproUrl,
          username: credentials.sysproOperator,
          password: credentials.sysproPassword,
        },
        poll: {
          cron: pollCron,
          timeZone: 'Africa/Johannesburg',
          overlapDays: 3,
          rescanPeriods: 3,
          pageSize: 500,
        },
      },
      {
        id: CHARGEBEE,
        system: 'chargebee',
        site: credentials.chargebeeSite,
        region: 'us',
        baseUrl: systems.chargebeeUrl,
        apiKey: credentials.chargebeeKey,
        timeZone: SITE_TIME_ZONE,
        requestsPerMinute: 3500,
        webhook: { username: WEBHOOK_USER, password: credentials.webhookPassword },
        backfill: { cron: pollCron, overlapMinutes: 5 },
        timeouts: { requestSeconds: 10, settleSeconds: 5 },
        accepts: { sources: [SYSPRO], documentsFrom: '2026-01-01', recordPayments: true },
        ...settings.chargebee,
      },
      ...(settings.gp === null ? [] : [{ id: GP, ...gpSettings(systems.gpUrl, settings.gp, credentials) }]),
    ],
  };
}

/** A simulated company of GP that takes what the site bills. */
export function gpSettings(endpoint: string, overrides: object = {}, credentials = CREDENTIALS): object {
  return {
    system: 'gp',
    protocol: 'soap',
    endpoint,
    domain: credentials.gpDomain,
    username: credentials.gpUser,
    password: credentials.gpPassword,
    companyId: -1,
    timeouts: { requestSeconds: 10, settleSeconds: 5 },
    accepts: { sources: [CHARGEBEE], documentsFrom: '2026-01-01' },
    mapping: { timeZone: SITE_TIME_ZONE },
    ...overrides,
  };
}

export async function writeConnectionsFile(
  path: string,
  systems: SandboxSystems,
  settings?: SandboxSettings,
): Promise<void> {
  await writeFile(path, JSON.stringify(sandboxConnections(systems, settings), undefined, 2), { mode: 0o600 });
}
