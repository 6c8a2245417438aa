import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  BridgeApi,
  CHARGEBEE,
  CREDENTIALS,
  ONCE_A_YEAR,
  sandboxConnections,
  sandboxSecrets,
  SMALL_SEED,
  startLogged,
  startService,
  startSimulators,
  WEBHOOK_USER,
  type LoggedProcess,
  type RunningSimulators,
  type ServiceName,
} from '@ledgerbridge/sandbox';
import { createTestDatabase, freePort, uniqueTopicPrefix, type Infrastructure } from '@ledgerbridge/testing';
import type { Endpoint } from './load.js';

/** A connection of the file whose site does not answer: what it is told of is kept and waits. */
export const HELD_BACK = 'held-back';
/** Neither the site nor the gateway's pace is what is measured. */
const REQUESTS_PER_MINUTE = 100_000;

const repository = fileURLToPath(new URL('../../../..', import.meta.url));

export interface BenchBridge {
  readonly simulators: RunningSimulators;
  readonly databaseUrl: string;
  readonly api: (service: ServiceName) => BridgeApi;
  readonly startBare: () => Promise<Endpoint>;
}

/** Some of the built services with simulators, a database and topics of their own, for the length of `work`. */
export async function withBridge<T>(
  servers: Infrastructure,
  services: readonly ServiceName[],
  work: (bridge: BenchBridge) => Promise<T>,
): Promise<T> {
  const workDir = await mkdtemp(join(tmpdir(), 'ledgerbridge-bench-'));
  const stops: (() => Promise<unknown>)[] = [() => rm(workDir, { recursive: true, force: true })];
  const runs = (process: LoggedProcess): unknown => stops.push(() => process.stop());
  try {
    const database = await createTestDatabase(servers.databaseUrl);
    stops.push(() => database.close());
    const seed = SMALL_SEED;
    const simulators = await startSimulators({
      ...{ repository, workDir, dataDir: undefined, seed },
      requestsPerMinute: REQUESTS_PER_MINUTE,
    });
    simulators.processes.forEach(runs);
    const apis = new Map<ServiceName, BridgeApi>();
    const start = {
      ...{ repository, workDir, secrets: sandboxSecrets(workDir) },
      infrastructure: { brokers: servers.brokers, databaseUrl: database.url },
      connectionsFile: await connectionsFile(workDir, simulators),
      env: { KAFKA_TOPIC_PREFIX: uniqueTopicPrefix(), KAFKA_TOPIC_PARTITIONS: '2' },
    };
    for (const service of services) {
      const port = await freePort();
      runs(await startService(service, port, start));
      apis.set(service, new BridgeApi(`http://127.0.0.1:${port}`, start.secrets.adminToken));
    }
    return await work({
      simulators,
      databaseUrl: database.url,
      api: (service) => apis.get(service) ?? notStarted(service),
      startBare: () => startBare(workDir, database.url, runs),
    });
  } finally {
    for (const stop of stops.reverse()) await stop();
  }
}

async function connectionsFile(workDir: string, simulators: RunningSimulators): Promise<string> {
  const settings = { pollCron: ONCE_A_YEAR, chargebee: { requestsPerMinute: REQUESTS_PER_MINUTE } };
  const { connections } = sandboxConnections(simulators, settings) as { connections: { id: string }[] };
  const site = connections.find(({ id }) => id === CHARGEBEE);
  const silent = { id: HELD_BACK, site: HELD_BACK, baseUrl: 'http://127.0.0.1:1/api/v2' };
  const path = join(workDir, 'connections.json');
  await writeFile(path, JSON.stringify({ connections: [...connections, { ...site, ...silent }] }), { mode: 0o600 });
  return path;
}

async function startBare(workDir: string, databaseUrl: string, runs: (process: LoggedProcess) => unknown) {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  runs(
    await startLogged({
      name: 'bare-endpoint',
      script: join(repository, 'test/bench/dist/bare-endpoint.js'),
      env: { DATABASE_URL: databaseUrl, PORT: String(port) },
      logDir: workDir,
      readyUrl: `${origin}/health/ready`,
    }),
  );
  return { origin, path: '/rows', headers: {} };
}

/** Where the site tells a connection of its events, with the site's own credentials. */
export function webhookOf(bridge: BenchBridge, connection: string): Endpoint {
  const credentials = Buffer.from(`${WEBHOOK_USER}:${CREDENTIALS.webhookPassword}`).toString('base64');
  return {
    origin: bridge.api('chargebee-gateway').baseUrl,
    path: `/v1/webhooks/chargebee/${connection}`,
    headers: { authorization: `Basic ${credentials}` },
  };
}

function notStarted(service: ServiceName): never {
  throw new Error(`${service} was not started`);
}
