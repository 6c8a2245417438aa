import { parseArgs } from 'node:util';
import { DEFAULT_SITE, type ApiKeyOptions, type SiteOptions } from './site/site-options.js';
import type { NewWebhook } from './resources/webhook-endpoints/webhook-endpoint.js';
import type { Switches } from './site/switches.js';
import type { SimulatorOptions } from './simulator.js';

/** What `main.ts --help` prints. */
export const USAGE = `Options (or the environment variable in brackets):
  --port N                     [PORT] 0, the default, takes any free port
  --host ADDRESS               [HOST] 127.0.0.1
  --data DIR                   [DATA_DIR] keeps objects between starts
  --site NAME                  [SITE] ${DEFAULT_SITE.name}
  --key NAME:SECRET[:read-only]  (repeatable) [API_KEYS, separated by commas]
  --currencies USD,EUR         [CURRENCIES] first is the base currency
  --requests-per-minute N      [REQUESTS_PER_MINUTE] 150; 0 is no ceiling
  --custom-fields customer.cf_x,invoice.cf_y  [CUSTOM_FIELDS]
  --webhook URL                (repeatable) [WEBHOOKS, separated by commas] with user:password@ in the URL, if any
  --sites JSON                 [SITES] list of sites, instead of the site options above
  --switches JSON              [SWITCHES] switches that differ from the standard`;

/**
 * Reads arguments and environment; an argument wins over its variable.
 * @throws Error naming the option that cannot be read
 */
export function readConfig(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): SimulatorOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string' },
      host: { type: 'string' },
      data: { type: 'string' },
      site: { type: 'string' },
      key: { type: 'string', multiple: true },
      currencies: { type: 'string' },
      'requests-per-minute': { type: 'string' },
      'custom-fields': { type: 'string' },
      webhook: { type: 'string', multiple: true },
      sites: { type: 'string' },
      switches: { type: 'string' },
    },
  });
  const dataDir = values.data ?? env.DATA_DIR;
  const host = values.host ?? env.HOST;
  const perMinute = count('requests-per-minute', values['requests-per-minute'] ?? env.REQUESTS_PER_MINUTE);
  const switches = json<Partial<Switches>>('switches', values.switches ?? env.SWITCHES) ?? {};
  return {
    port: count('port', values.port ?? env.PORT) ?? 0,
    sites: json<SiteOptions[]>('sites', values.sites ?? env.SITES) ?? [
      oneSite({
        name: values.site ?? env.SITE,
        keys: values.key ?? split(env.API_KEYS),
        currencies: split(values.currencies ?? env.CURRENCIES),
        customFields: split(values['custom-fields'] ?? env.CUSTOM_FIELDS),
        webhooks: values.webhook ?? split(env.WEBHOOKS),
      }),
    ],
    switches:
      perMinute === undefined ? switches : { requestsPerMinute: perMinute === 0 ? null : perMinute, ...switches },
    ...(dataDir === undefined ? {} : { dataDir }),
    ...(host === undefined ? {} : { host }),
  };
}

function oneSite(given: {
  name: string | undefined;
  keys: string[] | undefined;
  currencies: string[] | undefined;
  customFields: string[] | undefined;
  webhooks: string[] | undefined;
}): SiteOptions {
  const named = (kind: string): string[] =>
    (given.customFields ?? [])
      .filter((field) => field.startsWith(`${kind}.`))
      .map((field) => field.slice(kind.length + 1));
  return {
    name: given.name ?? DEFAULT_SITE.name,
    keys: given.keys?.map(keyOf) ?? DEFAULT_SITE.keys,
    currencies: given.currencies ?? DEFAULT_SITE.currencies,
    customFields: { customer: named('customer'), invoice: named('invoice'), credit_note: named('credit_note') },
    ...(given.webhooks === undefined ? {} : { webhooks: given.webhooks.map(webhookOf) }),
  };
}

function keyOf(text: string): ApiKeyOptions {
  const [name, secret, access = 'full', ...rest] = text.split(':');
  if (!name || !secret || rest.length > 0 || (access !== 'full' && access !== 'read-only')) {
    throw new Error('key: NAME:SECRET or NAME:SECRET:read-only is expected');
  }
  return { name, secret, access };
}

function webhookOf(text: string): NewWebhook {
  if (!URL.canParse(text)) throw new Error('webhook: a URL is expected');
  const url = new URL(text);
  const [username, password] = [decodeURIComponent(url.username), decodeURIComponent(url.password)];
  url.username = '';
  url.password = '';
  return { url: url.href, ...(username === '' ? {} : { username, password }) };
}

function split(text: string | undefined): string[] | undefined {
  return text === undefined || text === '' ? undefined : text.split(',').map((part) => part.trim());
}

function count(name: string, text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined;
  if (!/^\d{1,9}$/.test(text)) throw new Error(`${name}: a whole number is expected`);
  return Number(text);
}

function json<T>(name: string, text: string | undefined): T | undefined {
  if (text === undefined || text === '') return undefined;
  try {
    return JSON.parse(text) as T;
  } catch {
    throw new Error(`${name}: JSON is expected`);
  }
}
