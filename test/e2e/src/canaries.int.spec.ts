import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  BillingDesk,
  CHARGEBEE,
  CREDENTIALS,
  deliveryCounts,
  firstRun,
  GP,
  ONCE_A_YEAR,
  sandboxConnections,
  SiteApi,
  startSimulators,
  syncEverything,
  SYSPRO,
  WEBHOOK_USER,
  type RunningSimulators,
  type ServiceName,
} from '@ledgerbridge/sandbox';
import { until } from '@ledgerbridge/testing';
import { AnswerKeeper } from './api-answers.js';
import { Bridge } from './bridge.js';
import { findCanaries, type Haystack } from './canaries.js';
import { databaseContent, withClient } from './database-content.js';
import { createRole, type DatabaseRole } from './database-role.js';
import { failedStart } from './failed-start.js';
import { account, canaries, planted } from './planted-secrets.js';
import { repository } from './repository.js';
import type { ServiceEnvironment } from './service-process.js';
import { messagesOnBroker } from './topic-ends.js';
import { waysToLeak } from './ways-to-leak.js';
import { chargebeeSettings, gpSettings, sysproSettings, WRONG_GP_PUTS, WRONG_PUTS } from './wrong-connections.js';

const SERVICES: readonly ServiceName[] = ['audit', 'chargebee-gateway', 'gp-writer', 'syspro-ingest'];

let bridge: Bridge;
let simulators: RunningSimulators;
let gateway: AnswerKeeper;
let ingest: AnswerKeeper;
let writer: AnswerKeeper;
let role: DatabaseRole | undefined;
/** What services printed that were not to start. */
const refusedStarts: Haystack[] = [];

beforeAll(async () => {
  const { adminToken, viewerToken } = planted;
  const credentialsKeys = `canary:${Buffer.from(planted.credentialKey).toString('base64')}`;
  const owner = await createRole(process.env['DATABASE_URL'] ?? '', planted.databasePassword);
  role = owner;
  bridge = await Bridge.prepare({
    secrets: { credentialsKeys, adminToken, viewerToken },
    env: {
      LOG_LEVEL: 'trace',
      ODATA_PASSWORD: planted.sysproPassword,
      CHARGEBEE_KEY: planted.chargebeeKey,
      GP_PASSWORD: planted.gpPassword,
    },
    databaseUrl: (fresh) => owner.own(fresh),
  });
  const { workDir } = bridge;
  const credentials = { ...CREDENTIALS, ...planted, gpUser: account.value };
  const seed = { customers: 25, invoices: 60 };
  simulators = await startSimulators({ repository, workDir, dataDir: undefined, seed, credentials });
  const named = { sysproPassword: '${ODATA_PASSWORD}', chargebeeKey: '${CHARGEBEE_KEY}', gpPassword: '${GP_PASSWORD}' };
  const file = sandboxConnections(simulators, { pollCron: ONCE_A_YEAR, credentials: { ...credentials, ...named } });
  await writeFile(join(workDir, 'connections.json'), JSON.stringify(file));
  const changes = { CONNECTIONS_FILE: join(workDir, 'connections.json') };
  await bridge.start(['audit', 'chargebee-gateway', 'gp-writer'], changes);
  gateway = new AnswerKeeper(bridge.process('chargebee-gateway').url, adminToken);
  writer = new AnswerKeeper(bridge.process('gp-writer').url, adminToken);
  await putWrong(gateway, 'wrong-key', chargebeeSettings(simulators));
  await putWrong(writer, 'wrong-gp', gpSettings(simulators));
  await bridge.start(['syspro-ingest'], changes);
  ingest = new AnswerKeeper(bridge.process('syspro-ingest').url, adminToken);
}, 120_000);

afterAll(async () => {
  await bridge?.end();
  await role?.drop();
  await Promise.all((simulators?.processes ?? []).map((process) => process.stop()));
}, 60_000);

async function putWrong(keeper: AnswerKeeper, id: string, settings: object): Promise<void> {
  const { status } = await keeper.ask('PUT', `/v1/connections/${id}`, JSON.stringify(settings));
  if (status !== 201) throw new Error(`PUT of ${id} answered ${status}`);
}

describe('secrets', () => {
  it('given a Chargebee key and a SYSPRO password that are wrong, when the story runs, then it ends for the right ones and the others are refused', async () => {
    await firstRun(bridge.api['syspro-ingest']);
    await simulators.syspro.completeInvoices();
    await syncEverything(bridge.api['syspro-ingest']);
    const put = await ingest.ask('PUT', '/v1/connections/wrong-password', JSON.stringify(sysproSettings(simulators)));
    expect(put.status).toBe(201);

    const failed = await until(
      async () => {
        const { items } = await bridge.api['syspro-ingest'].get<{ items: { state: string }[] }>(
          '/v1/sync-runs?connection=wrong-password',
        );
        return items.find(({ state }) => state === 'failed');
      },
      { timeoutMs: 30_000, what: 'the run with the wrong password to fail' },
    );
    expect(JSON.stringify(failed)).toContain('401');
    const page = await until(
      async () => {
        const found = await bridge.api['chargebee-gateway'].get<{ items: object[] }>(
          '/v1/deliveries?connection=wrong-key&state=failed',
        );
        return found.items.length > 0 && found;
      },
      { timeoutMs: 30_000, what: 'a delivery with the wrong key to fail' },
    );
    expect(JSON.stringify(page)).toContain('api_authentication_failed');
    await until(
      async () => {
        const { pending, writing, delivered } = await deliveryCounts(bridge.api['chargebee-gateway']);
        return pending === 0 && writing === 0 && (delivered ?? 0) > 0;
      },
      { timeoutMs: 60_000, what: 'the deliveries with the right key' },
    );
  }, 120_000);

  it('given a GP password that is wrong, when the site bills and calls, then it arrives in GP by the right one and waits for the other', async () => {
    const url = `${bridge.process('chargebee-gateway').url}/v1/webhooks/chargebee/${CHARGEBEE}`;
    const forged = Buffer.from(`${WEBHOOK_USER}:${planted.forgedWebhookPassword}`).toString('base64');
    const headers = { 'content-type': 'application/json', authorization: `Basic ${forged}` };
    expect((await fetch(url, { method: 'POST', headers, body: '{"id":"ev_forged"}' })).status).toBe(401);
    await simulators.chargebee.ensureWebhook({ url, username: WEBHOOK_USER, password: planted.webhookPassword });
    const desk = new BillingDesk(new SiteApi(simulators.chargebeeUrl, planted.chargebeeKey));
    await desk.customer({ id: 'buyer-1', company: 'Buyer Ltd', preferred_currency_code: 'USD' });
    const invoice = await desk.invoice('buyer-1', 'USD', [{ amount: 12_345, description: 'Consulting' }]);
    await desk.pay(invoice.id, 'check');

    await until(async () => (await simulators.gp.documents()).length === 2, {
      timeoutMs: 60_000,
      what: 'invoice and receipt in GP',
    });
    const waiting = await until(
      async () => {
        const { delivered, ...counts } = await deliveryCounts(bridge.api['gp-writer'], 'wrong-gp');
        return Object.values(counts).some((count) => count > 0) && { delivered };
      },
      { timeoutMs: 30_000, what: 'a delivery for the wrong password' },
    );
    expect(waiting.delivered ?? 0).toBe(0);
  }, 120_000);

  it('given each connection, when tested, then the right ones pass and the wrong ones say why', async () => {
    const test = async (keeper: AnswerKeeper, id: string) => {
      const { text } = await keeper.ask('POST', `/v1/connections/${id}/test`);
      return (JSON.parse(text) as { ok: boolean }).ok;
    };
    expect(await test(gateway, CHARGEBEE)).toBe(true);
    expect(await test(ingest, SYSPRO)).toBe(true);
    expect(await test(writer, GP)).toBe(true);
    expect(await test(gateway, 'wrong-key')).toBe(false);
    expect(await test(writer, 'wrong-gp')).toBe(false);
    expect(await test(ingest, 'wrong-password')).toBe(false);
  }, 30_000);

  it.each(WRONG_PUTS)('given %s, when put, then it is refused', async (_case, status, id, body) => {
    const refused = await gateway.ask('PUT', `/v1/connections/${id}`, body(simulators));
    expect([refused.status, refused.text]).toEqual([status, expect.stringContaining('"code"')]);
  });

  it.each(WRONG_GP_PUTS)('given %s of a company, when put, then it is refused', async (_case, status, id, body) => {
    const refused = await writer.ask('PUT', `/v1/connections/${id}`, body(simulators));
    expect([refused.status, refused.text]).toEqual([status, expect.stringContaining('"code"')]);
  });

  it('given a token nobody has, when asked, then the answer is 401', async () => {
    expect((await gateway.ask('GET', '/v1/connections', undefined, planted.unknownToken)).status).toBe(401);
  });

  it('given settings that stop a start, when started, then it does not start', async () => {
    const changes: ServiceEnvironment[] = [
      { CREDENTIALS_KEYS: `canary:${planted.misplaced}` },
      { API_TOKENS: `admin:${planted.adminToken},${planted.misplaced}` },
      { DATABASE_URL: `${bridge.databaseUrl}-absent` },
      { CONNECTIONS_FILE: await brokenFile() },
    ];
    await Promise.all(
      changes.map(async (change) => {
        const env = bridge.environment('chargebee-gateway', { PORT: '0', ...change });
        const { code, output } = await failedStart('chargebee-gateway', env, bridge.workDir);
        expect([code, output.length > 0]).toEqual([1, true]);
        refusedStarts.push({ where: `start refused for ${Object.keys(change).join()}`, text: output });
      }),
    );
  }, 120_000);

  it('given connections to Postgres that break, when it is back, then the services go on', async () => {
    await withClient(bridge.databaseUrl, (client) =>
      client.query(
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1 AND pid <> pg_backend_pid()',
        [role?.name],
      ),
    );
    for (const name of SERVICES) {
      const ready = async () => (await fetch(`${bridge.process(name).url}/health/ready`)).ok;
      await until(ready, { timeoutMs: 30_000, what: `${name} being ready again` });
    }
    const run = await syncEverything(bridge.api['syspro-ingest']);
    expect(run.state).toBe('completed');
  }, 60_000);
});

/** Every place that must not hold a secret, as it is now. */
async function everything(): Promise<Haystack[]> {
  const keepers = [gateway, ingest, writer, new AnswerKeeper(bridge.process('audit').url, planted.adminToken)];
  for (const keeper of keepers) await keeper.askEverything();
  const files = (await readdir(bridge.workDir)).filter((name) => SERVICES.some((service) => name === `${service}.log`));
  const logs = files.map(async (name) => ({ where: name, text: await readFile(join(bridge.workDir, name), 'latin1') }));
  const answers = keepers.flatMap((keeper) => keeper.answers);
  return [...(await Promise.all(logs)), ...answers, ...refusedStarts, ...(await databaseContent(bridge.databaseUrl))];
}

describe('the search for secrets', () => {
  let haystacks: Haystack[];

  beforeAll(async () => {
    // whatever was published is in the trail before it is searched
    await until(async () => (await trailCounts()) === JSON.stringify(await messagesOnBroker(bridge.topicPrefix)), {
      timeoutMs: 30_000,
      what: 'every message of the broker in the trail',
    });
    haystacks = await everything();
  }, 90_000);

  it('given all logs, events, tables, answers and metrics, then no secret is in any of them in any form', () => {
    expect(findCanaries(canaries, haystacks)).toEqual([]);
  });

  it('given the account of GP, then it is among the settings an administrator sees and nowhere else', () => {
    const seen = findCanaries([account], haystacks).map((found) => found.replace(`${account.name} in `, ''));
    const settings = (where: string) =>
      where === 'table gp_writer.connections' || /^(GET|PUT) \/v1\/connections(\/|$)/.test(where);
    expect(seen.filter((where) => !settings(where))).toEqual([]);
    expect(seen).toContain(`GET /v1/connections/${GP}`);
  });

  it('given what was planted, then each secret holds the canary that is searched for', () => {
    const values = Object.entries(planted).map(([where, text]) => ({ where, text }));
    expect(findCanaries(canaries, values)).toHaveLength(canaries.length);
    expect(values).toHaveLength(canaries.length);
  });

  it.each([
    ['the log of each service', SERVICES.map((name) => `${name}.log`)],
    [
      'the start of each service',
      ['audit', 'chargebee_gateway', 'gp_writer', 'syspro_ingest'].map((name) => `table ${name}.migrations`),
    ],
    ['the events', ['table audit.events', 'GET /v1/events']],
    [
      'the sealed secrets',
      ['chargebee_gateway', 'gp_writer', 'syspro_ingest'].map((schema) => `table ${schema}.connections`),
    ],
    ['what came by webhook', ['table chargebee_gateway.webhook_receipts', 'table chargebee_gateway.own_answers']],
    ['what went to GP', ['table gp_writer.deliveries', 'table gp_writer.links']],
    ['the refused requests', ['table chargebee_gateway.deliveries', 'PUT /v1/connections/broken']],
    [
      'the answers',
      [
        'GET /metrics',
        'GET /v1/connections',
        `GET /v1/connections/${CHARGEBEE}`,
        'GET /v1/sync-runs',
        'GET /v1/deliveries',
      ],
    ],
  ])('given %s, then it was searched and was not empty', (_what, places) => {
    const searched = haystacks.filter(({ text }) => text.length > 0).map(({ where }) => where);
    expect(places.filter((place) => !searched.includes(place))).toEqual([]);
  });

  it('given what is no secret and must be there, then the search finds it in logs, events, tables and answers', () => {
    const present = findCanaries([{ name: 'id', value: 'wrong-key' }], haystacks);
    for (const where of [
      'chargebee-gateway.log',
      'table audit.events',
      'table chargebee_gateway.deliveries',
      'GET /v1/connections',
    ]) {
      expect(present).toContain(`id in ${where}`);
    }
    // all that LOG_LEVEL=trace lets through
    expect(haystacks.find(({ where }) => where === 'chargebee-gateway.log')?.text).toContain('"level":"debug"');
  });

  it('given each secret in each way it might leak, when planted in table and log, then the search finds every one', async () => {
    const leaks = canaries.flatMap(({ name, value }) => waysToLeak(value).map((text) => ({ name, text })));
    await withClient(bridge.databaseUrl, async (client) => {
      for (const type of ['text', 'jsonb', 'bytea'])
        await client.query(`CREATE TABLE control_${type} (planted ${type})`);
      for (const { text } of leaks) {
        await client.query('INSERT INTO control_text VALUES ($1)', [text]);
        await client.query('INSERT INTO control_jsonb VALUES ($1)', [JSON.stringify({ text })]);
        await client.query('INSERT INTO control_bytea VALUES ($1)', [Buffer.from(text)]);
      }
    });
    const controls = (await databaseContent(bridge.databaseUrl)).filter(({ where }) => where.includes('.control_'));

    expect(findCanaries(canaries, controls)).toHaveLength(3 * canaries.length);
    const missed = leaks.filter(({ name, text }) => {
      const own = canaries.filter((known) => known.name === name);
      return findCanaries(own, [{ where: 'log', text: JSON.stringify({ msg: text }) }]).length === 0;
    });
    expect(missed).toEqual([]);
  });
});

/** Messages in the trail by topic, written as {@link messagesOnBroker} counts them. */
async function trailCounts(): Promise<string> {
  const sql = 'SELECT topic, count(*)::int AS count FROM audit.events GROUP BY topic ORDER BY topic COLLATE "C"';
  const { rows } = await withClient(bridge.databaseUrl, (client) =>
    client.query<{ topic: string; count: number }>(sql),
  );
  return JSON.stringify(Object.fromEntries(rows.map(({ topic, count }) => [topic, count])));
}

async function brokenFile(): Promise<string> {
  const path = join(bridge.workDir, 'broken.yaml');
  await writeFile(
    path,
    `connections:\n- { id: broken, system: chargebee, region: ${planted.misplaced}, apiKey: "${planted.misplaced}\n`,
  );
  return path;
}
