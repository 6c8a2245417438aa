import { createServer, type Server } from 'node:net';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ServiceName } from '@ledgerbridge/sandbox';
import { Bridge } from './bridge.js';
import { failedStart, runToEnd } from './failed-start.js';
import type { ServiceEnvironment } from './service-process.js';
import { chargebeeConnection, gpConnection, WRONG, WRONG_FILES } from './wrong-files.js';

const SERVICES: readonly ServiceName[] = ['audit', 'syspro-ingest', 'chargebee-gateway', 'gp-writer'];
const OWN_ROUTES: Readonly<Record<ServiceName, readonly string[]>> = {
  audit: ['/v1/events', '/v1/audit/verify'],
  'syspro-ingest': ['/v1/connections', '/v1/sync-runs'],
  'chargebee-gateway': ['/v1/connections', '/v1/deliveries'],
  'gp-writer': ['/v1/connections'],
};

let bridge: Bridge;
/** Where wrong starts run: neither the checkout nor a place with anything in it. */
let elsewhere: string;

beforeAll(async () => {
  bridge = await Bridge.prepare();
  elsewhere = await mkdtemp(join(tmpdir(), 'ledgerbridge-elsewhere-'));
  await bridge.start(SERVICES);
}, 120_000);

afterAll(async () => {
  await bridge?.end();
  await rm(elsewhere, { recursive: true, force: true });
}, 60_000);

function ask(service: ServiceName, path: string, token?: string, init: RequestInit = {}): Promise<Response> {
  const headers = { ...init.headers, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) };
  return fetch(`${bridge.process(service).url}${path}`, { ...init, headers });
}

describe.each(SERVICES)('the built %s, started from another directory', (service) => {
  it('given nothing but its environment, when started, then it is alive and ready', async () => {
    expect((await ask(service, '/health/live')).status).toBe(200);
    const ready = await ask(service, '/health/ready');
    expect([ready.status, await ready.json()]).toEqual([200, expect.objectContaining({ status: 'ok' })]);
  });

  it('given no token, when asked for metrics, then they are Prometheus text about this process', async () => {
    const metrics = await ask(service, '/metrics');
    expect(metrics.status).toBe(200);
    expect(await metrics.text()).toMatch(/^process_resident_memory_bytes(\{[^}]*\})? [\d.e+]+$/m);
  });

  it.each([
    ['no token', undefined],
    ['an unknown token', `${WRONG}-token`],
  ])('given %s, when asked for anything else, then the answer is 401 as a problem', async (_case, token) => {
    for (const path of ['/openapi.json', ...OWN_ROUTES[service]]) {
      const refused = await ask(service, path, token);
      const answer = await refused.text();
      expect([path, refused.status]).toEqual([path, 401]);
      expect(refused.headers.get('content-type')).toContain('application/problem+json');
      expect(JSON.parse(answer)).toMatchObject({ code: 'UNAUTHENTICATED' });
      expect(answer).not.toContain(WRONG);
    }
  });

  it('given the token of a viewer, when asked for its description, then it is OpenAPI 3', async () => {
    const answer = await ask(service, '/openapi.json', bridge.secrets.viewerToken);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ openapi: expect.stringMatching(/^3\./), paths: expect.any(Object) });
  });

  it('given every variable wrong, when started, then one line names each of them, none with its value, and it exits with 1', async () => {
    const env = {
      KAFKA_BROKERS: `${WRONG}:port`,
      KAFKA_TOPIC_PREFIX: `${WRONG} `,
      KAFKA_TOPIC_PARTITIONS: WRONG,
      KAFKA_TOPIC_REPLICATION: WRONG,
      KAFKA_TOPIC_CREATE: WRONG,
      DATABASE_URL: `mysql://${WRONG}`,
      MIGRATE: WRONG,
      CREDENTIALS_KEYS: `k:${WRONG}`,
      API_TOKENS: `emperor:${WRONG}`,
      PORT: WRONG,
      HOST: `${WRONG}/path`,
      LOG_LEVEL: WRONG,
      CONNECTIONS_FILE_FILE: join(elsewhere, 'absent'),
    };
    const start = await failedStart(service, env, elsewhere);

    expect(start).toMatchObject({ code: 1, lines: [expect.any(String)] });
    const { CONNECTIONS_FILE_FILE: _file, ...named } = env;
    const unnamed = [...Object.keys(named), 'CONNECTIONS_FILE_FILE'].filter(
      (name) => !start.message.includes(`${name}: `),
    );
    expect(unnamed).toEqual([]);
    expect(start.output).not.toContain(WRONG);
  }, 60_000);

  it('given nothing, when started, then it names what it needs and exits with 1', async () => {
    const start = await failedStart(service, {}, elsewhere);
    expect(start).toMatchObject({ code: 1, lines: [expect.any(String)] });
    for (const name of ['KAFKA_BROKERS', 'DATABASE_URL', 'API_TOKENS']) expect(start.message).toContain(`${name}: `);
  }, 60_000);
});

describe('a start that must not succeed', () => {
  /** Of a service, beside the one that runs. */
  const start = (changes: ServiceEnvironment, service: ServiceName = 'chargebee-gateway') =>
    failedStart(service, bridge.environment(service, { PORT: '0', ...changes }), elsewhere);

  it.each(WRONG_FILES)(
    'given %s and a connections file with %s, then it says so in one line and exits with 1',
    async (service, _case, text, named) => {
      const path = join(elsewhere, 'connections.yaml');
      await writeFile(path, text);
      const { code, lines, message, output } = await start({ CONNECTIONS_FILE: path }, service);

      expect([code, lines.length]).toEqual([1, 1]);
      expect(message).toContain(named);
      expect(output).not.toContain(WRONG);
    },
    60_000,
  );

  it('given proxies that are no addresses, then it names WEBHOOK_TRUSTED_PROXIES', async () => {
    const { code, lines, message, output } = await start({ WEBHOOK_TRUSTED_PROXIES: `10.0.0.0/8,${WRONG}` });
    expect([code, lines.length, message]).toEqual([1, 1, expect.stringContaining('WEBHOOK_TRUSTED_PROXIES: ')]);
    expect(output).not.toContain(WRONG);
  }, 60_000);

  it('given a port in use, then it names PORT', async () => {
    const taken = await listening();
    const { code, lines, message } = await start({ PORT: String((taken.address() as { port: number }).port) });
    taken.close();
    expect([code, lines.length, message]).toEqual([1, 1, expect.stringContaining('PORT: ')]);
  }, 60_000);

  it('given a database that refuses the password, then it names DATABASE_URL and not the password', async () => {
    const url = new URL(bridge.databaseUrl);
    url.password = WRONG;
    const { code, lines, message, output } = await start({ DATABASE_URL: url.href });
    expect([code, lines.length, message]).toEqual([1, 1, expect.stringContaining('DATABASE_URL: ')]);
    expect(output).not.toContain(WRONG);
  }, 60_000);
});

function listening(): Promise<Server> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => resolve(server));
  });
}

/** Services that keep credentials, and a connection of each. */
const KEEPERS: readonly (readonly [ServiceName, object])[] = [
  ['chargebee-gateway', chargebeeConnection()],
  ['gp-writer', gpConnection()],
];

describe('the end of a service', () => {
  it.each(KEEPERS)(
    'given a connection kept under one key, when %s is started with a key ring without it, then the start names the key',
    async (service, kept) => {
      const { id, system: _system, ...settings } = kept as { id: string; system: string };
      const put = await ask(service, `/v1/connections/${id}`, bridge.secrets.adminToken, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(settings),
      });
      expect(put.status).toBe(201);
      const otherKey = Buffer.alloc(32, 7).toString('base64');
      const env = bridge.environment(service, { PORT: '0', CREDENTIALS_KEYS: `other:${otherKey}` });
      const { code, lines, message, output } = await failedStart(service, env, elsewhere);

      expect([code, lines.length]).toEqual([1, 1]);
      expect(message).toContain('"e2e"');
      expect(message).toContain('CREDENTIALS_KEYS');
      expect(output).not.toContain(otherKey);
      expect(output).not.toContain(WRONG);
    },
    60_000,
  );

  it.each(KEEPERS)(
    'given a running %s, when rotate-keys runs beside it, then it reports in one line and the old key is not needed any more',
    async (service, kept) => {
      const { CREDENTIALS_KEYS: old = '', ...env } = bridge.environment(service, {});
      const next = `next:${Buffer.alloc(32, 5).toString('base64')}`;
      const rotate = (keys: string, ...args: string[]) =>
        runToEnd(service, { ...env, CREDENTIALS_KEYS: keys }, elsewhere, args);

      expect(await rotate(`${next},${old}`, 'rotate-keys')).toMatchObject({ code: 0, lines: [] });
      const again = await rotate(next, 'rotate-keys');
      expect([again.code, JSON.parse(again.stdout)]).toEqual([0, { rewrapped: 0, already: 1, failed: [] }]);
      const lost = await rotate(old, 'rotate-keys');
      const { id } = kept as { id: string };
      expect([lost.code, JSON.parse(lost.stdout)]).toMatchObject([
        1,
        { rewrapped: 0, failed: [{ connection: id, code: 'CREDENTIAL_KEY_UNKNOWN', keyId: 'next' }] },
      ]);
      expect((await ask(service, '/health/live')).status).toBe(200);
      const unknown = await rotate(old, 'rotate-key');
      expect([unknown.code, unknown.message]).toEqual([1, expect.stringContaining('rotate-keys')]);
    },
    60_000,
  );

  it.each(SERVICES)(
    'given SIGTERM, when %s gets it, then it exits with 0',
    async (service) => {
      expect(await bridge.process(service).terminate()).toBe(0);
    },
    60_000,
  );
});
