import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  account,
  deliveryCounts,
  firstRun,
  gatherFacts,
  ONCE_A_YEAR,
  publishedEvents,
  sandboxConnections,
  startSimulators,
  syncEverything,
  SYSPRO,
  type Account,
  type RunningSimulators,
  type RunView,
  type ServiceName,
  type Facts,
} from '@ledgerbridge/sandbox';
import { until } from '@ledgerbridge/testing';
import { Bridge } from './bridge.js';
import { produceEverywhere, unreadableMessages } from './foreign-messages.js';
import { repository } from './repository.js';
import { controlsOf, type SimulatorControl } from './simulator-control.js';

const SERVICES: readonly ServiceName[] = ['audit', 'syspro-ingest', 'chargebee-gateway'];
const NEW_INVOICES = 16;
const DEAD_LETTERS = '/v1/events?topic=bridge.dead-letters.v1&limit=500&order=asc';

interface ChargebeeObject {
  readonly id: string;
  readonly company?: string;
}

interface DeadLetterEvent {
  readonly data: { readonly code: string; readonly topic?: string; readonly value?: string; readonly service: string };
}

let bridge: Bridge;
let simulators: RunningSimulators;
let syspro: SimulatorControl;
let chargebee: SimulatorControl;
let connectionsFile: string;
let traps: Facts['traps'];
/** Ids of messages that were put on the topics by hand. */
const foreign = new Set<string>();
/** Changes the runs so far have published. */
let published = 0;

beforeAll(async () => {
  bridge = await Bridge.prepare();
  const { workDir } = bridge;
  simulators = await startSimulators({
    repository,
    workDir,
    dataDir: undefined,
    seed: { customers: 25, invoices: 60 },
  });
  ({ syspro, chargebee } = controlsOf(simulators));
  connectionsFile = join(workDir, 'connections.json');
  const { connections } = sandboxConnections(simulators, { pollCron: ONCE_A_YEAR }) as { connections: object[] };
  const [source, target] = connections;
  // what a lost answer costs is waited for after the kill
  const timeouts = { requestSeconds: 3, settleSeconds: 1 };
  await writeFile(connectionsFile, JSON.stringify({ connections: [source, { ...target, timeouts }] }));
  await bridge.start(SERVICES, { CONNECTIONS_FILE: connectionsFile });
  traps = await simulators.syspro.traps();
}, 120_000);

afterAll(async () => {
  await bridge?.end();
  await Promise.all((simulators?.processes ?? []).map((process) => process.stop()));
}, 60_000);

async function sync(): Promise<RunView> {
  const run = await syncEverything(bridge.api['syspro-ingest']);
  published += run.counts.created + run.counts.changed;
  return run;
}

/** Every side's own figures, added up once nothing is under way. */
async function accountOf(lastRun: RunView): Promise<Account> {
  const facts = await gatherFacts(bridge, simulators, lastRun);
  return account({ ...facts, events: facts.events.filter(({ eventId }) => !foreign.has(eventId)) });
}

/** As the sandbox waits for rest, with messages on the topics that nobody of ours published. */
async function rest(): Promise<void> {
  const { audit, 'chargebee-gateway': gateway } = bridge.api;
  await until(
    async () => {
      const { pending, writing, retrying, in_doubt, ...resting } = await deliveryCounts(gateway);
      if ([pending, writing, retrying, in_doubt].some((count) => count !== 0)) return false;
      const total = Object.values(resting).reduce((sum, count) => sum + count, 0);
      const ours = (await publishedEvents(audit)).filter(({ eventId }) => !foreign.has(eventId));
      return total >= published && ours.length === total;
    },
    { timeoutMs: 60_000, what: 'every delivery at rest' },
  );
}

async function objects(kind: 'customer' | 'invoice'): Promise<ChargebeeObject[]> {
  return (await chargebee.get<{ items: ChargebeeObject[] }>(`/objects/${kind}`)).items;
}

async function deadLettersOf(topic: string): Promise<DeadLetterEvent['data'][]> {
  const letters: DeadLetterEvent['data'][] = [];
  for await (const { data } of bridge.api.audit.all<DeadLetterEvent>(DEAD_LETTERS)) letters.push(data);
  return letters.filter((letter) => letter.topic !== undefined && topic.endsWith(letter.topic));
}

/** Requests so far that changed something. */
async function chargebeeWrites(): Promise<number> {
  const { requests } = await simulators.chargebee.summary();
  return Object.entries(requests)
    .filter(([name]) => name.endsWith(' 200') && !/^(retrieve|list|GET)/.test(name))
    .reduce((sum, [, count]) => sum + count, 0);
}

describe('the story, from SYSPRO to Chargebee', () => {
  it('given a seeded company and two late invoices, when run twice, then all is at rest and every side agrees', async () => {
    const first = await firstRun(bridge.api['syspro-ingest']);
    published += first.counts.created + first.counts.changed;
    const late = await simulators.syspro.completeInvoices();
    const second = await sync();
    await rest();

    expect(late).toBeGreaterThan(0);
    expect(second.counts.created).toBeGreaterThanOrEqual(late);
    const { problems, rows, leftUndone } = await accountOf(second);
    expect(problems).toEqual([]);
    expect(rows.rejected).toBe(traps.filter(({ outcome }) => outcome === 'rejected').length);
    const left = traps.flatMap(({ delivery }) => (delivery === 'waiting' || delivery === 'failed' ? [delivery] : []));
    expect(leftUndone.map(({ state }) => state).toSorted()).toEqual(left.toSorted());
    expect((await deliveryCounts(bridge.api['chargebee-gateway'])).failed).toBe(
      traps.filter(({ delivery }) => delivery === 'failed').length,
    );
  }, 90_000);

  it('given a customer renamed in SYSPRO, when synced, then Chargebee has the new name and nothing else is written', async () => {
    const [known] = await objects('customer');
    const writes = await chargebeeWrites();
    await syspro.patch('/tables/ArCustomer', {
      key: { Customer: known?.id },
      changes: { Name: 'Renamed & Daughters' },
    });
    const run = await sync();
    await rest();

    expect(run.counts).toMatchObject({ created: 0, changed: 1 });
    const renamed = (await objects('customer')).find(({ id }) => id === known?.id);
    expect(renamed?.company).toBe('Renamed & Daughters');
    expect((await chargebeeWrites()) - writes).toBeLessThanOrEqual(2);
    expect((await accountOf(run)).problems).toEqual([]);
  }, 60_000);

  it('given writes under way, when the gateway is killed and started again, then all arrive once and every side agrees', async () => {
    const before = (await objects('invoice')).length;
    const customers = (await objects('customer')).slice(0, 4);
    await chargebee.post('/faults', { operation: 'import_invoice', fault: 'slow', delayMs: 200 });
    for (let number = 0; number < NEW_INVOICES; number += 1) {
      await syspro.post('/invoices', { customer: customers[number % customers.length]?.id });
    }
    const run = await sync();
    await until(async () => (await objects('invoice')).length >= before + 3, { what: 'the first new invoices' });
    await bridge.process('chargebee-gateway').kill();
    const atTheKill = (await objects('invoice')).length;
    await chargebee.delete('/faults');
    await bridge.start(['chargebee-gateway'], { CONNECTIONS_FILE: connectionsFile });
    await rest();

    expect(run.counts.created).toBe(NEW_INVOICES);
    expect(atTheKill).toBeLessThan(before + NEW_INVOICES);
    expect((await objects('invoice')).length).toBe(before + NEW_INVOICES);
    expect((await accountOf(run)).problems).toEqual([]);
  }, 90_000);

  it('given messages nobody can read on an invoice topic, when more follows, then they are dead letters and the rest flows', async () => {
    const { malformed, unknownVersion } = unreadableMessages(SYSPRO);
    [malformed, unknownVersion].forEach(({ id }) => foreign.add(id));
    const topic = `${bridge.topicPrefix}billing.invoices.v1`;
    const partitions = await produceEverywhere(topic, [malformed, unknownVersion]);
    const [customer] = await objects('customer');
    const invoices = (await objects('invoice')).length;
    for (let number = 0; number < 4; number += 1) await syspro.post('/invoices', { customer: customer?.id });
    const run = await sync();
    await rest();

    expect((await objects('invoice')).length).toBe(invoices + 4);
    expect((await accountOf(run)).problems).toEqual([]);
    const letters = await until(
      async () => {
        const found = await deadLettersOf(topic);
        return found.length >= 2 * partitions && found;
      },
      { what: 'the dead letters in the trail' },
    );
    const told = letters.map(({ code, value }) => `${code} ${Buffer.from(value ?? '', 'base64').toString()}`).sort();
    const once = [`MALFORMED_EVENT ${malformed.value}`, `UNKNOWN_EVENT_VERSION ${unknownVersion.value}`];
    expect(told).toEqual(once.flatMap((line) => Array<string>(partitions).fill(line)).sort());
  }, 60_000);
});
