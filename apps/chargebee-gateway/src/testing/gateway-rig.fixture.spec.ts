import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeEvent, type CanonicalEvent, type DeliveryState } from '@ledgerbridge/contracts';
import { BatchLandingStrategy, InMemoryBroker, InMemoryMessageBus } from '@ledgerbridge/eventing';
import { runService, type ServiceConfig } from '@ledgerbridge/service';
import {
  startChargebeeSimulator,
  type ChargebeeSimulator,
  type SimulatorOptions,
} from '@ledgerbridge/simulator-chargebee';
import { RunReader } from '@ledgerbridge/sync';
import { createTestDatabase, until, type TestDatabase } from '@ledgerbridge/testing';
import type { INestApplication } from '@nestjs/common';
import { chargebeeGatewayModule, type GatewayTuning } from '../app.module.js';

export const TARGET = 'acme-chargebee';
const TOKEN = 'test-token';
const ONCE_A_YEAR = '0 0 1 1 *';
const CREDENTIAL_KEY = randomBytes(32);
const SETTLED: readonly DeliveryState[] = ['delivered', 'unchanged', 'superseded', 'skipped', 'waiting', 'failed'];

/** A delivery as the service's API shows it. */
export interface ShownDelivery {
  readonly id: string;
  readonly eventId: string;
  readonly state: DeliveryState;
  readonly reason?: string;
  readonly failureClass?: string;
  readonly details?: Record<string, unknown>;
  readonly attempt: number;
  readonly waitingOn?: { readonly type: string; readonly sourceId: string };
  readonly targetId?: string;
}

export interface RigOptions {
  readonly simulator?: SimulatorOptions;
  readonly connection?: object;
  readonly accepts?: object;
  /** Puts the connection by the API instead of the connections file, so that it can be changed. */
  readonly byApi?: boolean;
  /** What the site holds before the service first reads it. */
  readonly seed?: (simulator: ChargebeeSimulator) => void;
  /** Where the service connects to instead, for a proxy in between. */
  readonly databaseUrl?: (url: string) => string | Promise<string>;
  readonly webhooks?: GatewayTuning['webhooks'];
}

/** The whole service over a real database and a simulated site by HTTP; only the broker is in memory. */
export class GatewayRig {
  private constructor(
    readonly simulator: ChargebeeSimulator,
    private readonly database: TestDatabase,
    private readonly directory: string,
    private readonly broker: InMemoryBroker,
    private readonly options: RigOptions,
  ) {
    this.bus = new InMemoryMessageBus(broker);
  }

  private bus: InMemoryMessageBus;

  app!: INestApplication;

  static async start(options: RigOptions = {}): Promise<GatewayRig> {
    const rig = new GatewayRig(
      await startChargebeeSimulator({ switches: { requestsPerMinute: null }, ...options.simulator }),
      await createTestDatabase(),
      mkdtempSync(join(tmpdir(), 'gateway-')),
      new InMemoryBroker(),
      options,
    );
    try {
      options.seed?.(rig.simulator);
      await rig.startService();
      if (options.byApi === true) await rig.putConnection();
      await rig.firstReading();
    } catch (error) {
      await rig.close();
      throw error;
    }
    return rig;
  }

  /** A connection is read once when it is first held; from then on only when a spec asks for it. */
  private async firstReading(): Promise<void> {
    const ended = (state: string | undefined): boolean => state === 'completed' || state === 'failed';
    const reader = this.app.get(RunReader);
    await until(async () => ended((await reader.list({ connection: TARGET, limit: 1 })).items[0]?.state), {
      timeoutMs: 30_000,
      what: 'the first reading of the site',
    });
  }

  /** The service ends in order and starts again; `between` sees its tables while it is gone. */
  async restart(between: (sql: (text: string) => Promise<void>) => Promise<void> = async () => {}): Promise<void> {
    await this.app.close();
    await between((text) => this.database.execute(text));
    await this.startService();
  }

  /** The service ends, its schema is dropped, and it starts over the same topics. */
  dropSchema(): Promise<void> {
    return this.restart((sql) => sql('DROP SCHEMA chargebee_gateway CASCADE'));
  }

  private async startService(): Promise<void> {
    this.app = await this.run();
  }

  /** Another process of the service over the same tables; the caller closes it. */
  replica(): Promise<INestApplication> {
    return this.run();
  }

  private async run(): Promise<INestApplication> {
    const connectionsFile = join(this.directory, 'connections.json');
    const connections = this.options.byApi === true ? [] : [this.connection()];
    writeFileSync(connectionsFile, JSON.stringify({ connections }));
    this.bus = new InMemoryMessageBus(this.broker);
    const { databaseUrl = (url: string) => url, webhooks } = this.options;
    const config = aConfig(await databaseUrl(this.database.url), connectionsFile);
    const deliveries = { pollMs: 50, retry: { baseMs: 50, capMs: 500 }, circuit: { baseMs: 50, capMs: 200 } };
    return runService({
      config,
      module: chargebeeGatewayModule(config, { eventing: { bus: this.bus }, deliveries, webhooks }),
      strategies: (app) => [app.get(BatchLandingStrategy)],
    });
  }

  private connection(changes: object = {}): object {
    const { connection, accepts } = this.options;
    return settings(this.simulator.apiUrl, { ...connection, ...changes }, accepts);
  }

  /** As an administrator changes the connection. */
  async putConnection(changes: object = {}): Promise<void> {
    const { id: _id, ...body } = this.connection(changes) as Record<string, unknown>;
    const headers = { 'content-type': 'application/json' };
    await this.get(`/v1/connections/${TARGET}`, { method: 'PUT', headers, body: JSON.stringify(body) });
  }

  async close(): Promise<void> {
    await (this.app as INestApplication | undefined)?.close();
    await this.simulator.close();
    await this.database.close();
    rmSync(this.directory, { recursive: true });
  }

  /** Publishes the events and waits until all their deliveries are at rest; in the order of the events. */
  async deliver(...events: CanonicalEvent[]): Promise<ShownDelivery[]> {
    await this.bus.publish(events.map((event) => encodeEvent(event)));
    return Promise.all(events.map((event) => this.settled(event)));
  }

  publish(...events: CanonicalEvent[]): Promise<void> {
    return this.bus.publish(events.map((event) => encodeEvent(event)));
  }

  settled(event: CanonicalEvent, states: readonly DeliveryState[] = SETTLED): Promise<ShownDelivery> {
    return until(
      async () => {
        const delivery = await this.find(event);
        return delivery !== undefined && states.includes(delivery.state) ? delivery : undefined;
      },
      { timeoutMs: 30_000, what: `delivery of ${event.record.sourceId} in ${states.join(' / ')}` },
    );
  }

  /** Waits until all of many deliveries are delivered, at most the 200 latest; asks once for all. */
  async delivered(events: readonly CanonicalEvent[]): Promise<ShownDelivery[]> {
    const asked = new Set(events.map(({ id }) => id));
    return until(
      async () => {
        const found = (await this.latest()).filter(({ eventId }) => asked.has(eventId));
        return found.filter(({ state }) => state === 'delivered').length === asked.size && found;
      },
      { timeoutMs: 60_000, what: `${events.length} deliveries` },
    );
  }

  async find(event: CanonicalEvent): Promise<ShownDelivery | undefined> {
    return (await this.latest()).find(({ eventId }) => eventId === event.id);
  }

  private async latest(): Promise<ShownDelivery[]> {
    const { items } = await this.get<{ items: ShownDelivery[] }>(`/v1/deliveries?connection=${TARGET}&limit=200`);
    return items;
  }

  async get<T>(path: string, init: RequestInit = {}): Promise<T> {
    const headers = { ...(init.headers as object), authorization: `Bearer ${TOKEN}` };
    const response = await fetch(`${await this.app.getUrl()}${path}`, { ...init, headers });
    if (!response.ok) throw new Error(`HTTP ${response.status}: ${await response.text()}`);
    return (await response.json()) as T;
  }

  /** A write at the site that is not the bridge's: somebody at work there. */
  async byHand(path: string, fields: Record<string, string | number>): Promise<void> {
    const values = Object.entries(fields).map(([name, value]): [string, string] => [name, String(value)]);
    const response = await fetch(`${this.simulator.apiUrl}${path}`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from('test_simulator_full_access:').toString('base64')}` },
      body: new URLSearchParams(values),
    });
    if (!response.ok) throw new Error(`HTTP ${response.status}: ${await response.text()}`);
  }

  /** Writes the site saw, oldest first, by operation. */
  writes(operation?: string): string[] {
    return this.simulator.controls
      .requests(operation === undefined ? {} : { operation })
      .filter(({ method }) => method === 'POST')
      .map(({ operation: name }) => name ?? 'unknown');
  }
}

function settings(apiUrl: string, connection: object = {}, accepts: object = {}) {
  return {
    id: TARGET,
    system: 'chargebee',
    site: 'acme-test',
    region: 'us',
    baseUrl: apiUrl,
    apiKey: 'test_simulator_full_access',
    timeZone: 'America/New_York',
    requestsPerMinute: 60_000,
    timeouts: { requestSeconds: 2, settleSeconds: 0 },
    backfill: { cron: ONCE_A_YEAR },
    ...connection,
    accepts: { sources: ['acme-syspro'], documentsFrom: '2026-01-01', ...accepts },
  };
}

function aConfig(databaseUrl: string, connectionsFile: string): ServiceConfig {
  return {
    service: 'chargebee-gateway',
    kafka: { brokers: [], topicPrefix: '', partitions: 3, replication: 1, create: true },
    database: { url: databaseUrl, migrate: true },
    credentialKeys: [{ id: 'k1', key: CREDENTIAL_KEY }],
    apiTokens: [{ role: 'admin', name: 'test', token: TOKEN }],
    connectionsFile,
    port: 0,
    host: '127.0.0.1',
    logLevel: 'silent',
  };
}
