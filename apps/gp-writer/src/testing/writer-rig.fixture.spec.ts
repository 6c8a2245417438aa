import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeEvent, type CanonicalEvent, type DeliveryState } from '@ledgerbridge/contracts';
import { BatchLandingStrategy, InMemoryBroker, InMemoryMessageBus } from '@ledgerbridge/eventing';
import { runService, type ServiceConfig } from '@ledgerbridge/service';
import { startGpSimulator, type GpSimulator, type GpSimulatorOptions } from '@ledgerbridge/simulator-gp';
import { createTestDatabase, until, type TestDatabase } from '@ledgerbridge/testing';
import type { INestApplication } from '@nestjs/common';
import { gpWriterModule } from '../app.module.js';
import { SOURCE } from './surroundings.fixture.spec.js';

const TARGET = 'acme-gp';
const TOKEN = 'test-token';
const CREDENTIAL_KEY = randomBytes(32);
const SETTLED: readonly DeliveryState[] = ['delivered', 'unchanged', 'superseded', 'skipped', 'waiting', 'failed'];

/** A delivery as the service's API shows it. */
interface ShownDelivery {
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

interface RigOptions {
  readonly simulator?: GpSimulatorOptions;
  readonly connection?: object;
  readonly accepts?: object;
  /** Takes the connection from the file, before anything lands, instead of putting it by the API. */
  readonly fromFile?: boolean;
}

/** The whole service over a real database and a simulated GP by HTTP and NTLM; only the broker is in memory. */
export class WriterRig {
  private readonly directory = mkdtempSync(join(tmpdir(), 'gp-writer-'));
  private readonly broker = new InMemoryBroker();
  private bus = new InMemoryMessageBus(this.broker);
  private app!: INestApplication;

  private constructor(
    readonly simulator: GpSimulator,
    private readonly database: TestDatabase,
    private readonly options: RigOptions,
  ) {}

  static async start(options: RigOptions = {}): Promise<WriterRig> {
    const rig = new WriterRig(await startGpSimulator(options.simulator), await createTestDatabase(), options);
    try {
      await rig.startService();
      if (options.fromFile !== true) await rig.putConnection();
    } catch (error) {
      await rig.close();
      throw error;
    }
    return rig;
  }

  /** The service ends, its schema is dropped, and it starts over the same topics. */
  async dropSchema(): Promise<void> {
    await this.app.close();
    await this.database.execute('DROP SCHEMA gp_writer CASCADE');
    await this.startService();
  }

  private async startService(): Promise<void> {
    const connectionsFile = join(this.directory, 'connections.json');
    writeFileSync(
      connectionsFile,
      JSON.stringify({ connections: this.options.fromFile === true ? [this.connection()] : [] }),
    );
    this.bus = new InMemoryMessageBus(this.broker);
    const config = aConfig(this.database.url, connectionsFile);
    const deliveries = { pollMs: 50, retry: { baseMs: 50, capMs: 300 }, circuit: { baseMs: 50, capMs: 200 } };
    const tuning = { eventing: { bus: this.bus }, connections: { pollMs: 50 }, deliveries };
    this.app = await runService({
      config,
      module: gpWriterModule(config, tuning),
      strategies: (app) => [app.get(BatchLandingStrategy)],
    });
  }

  private connection(changes: object = {}): object {
    return {
      id: TARGET,
      system: 'gp',
      endpoint: this.simulator.endpoint,
      domain: 'FABRIKAM',
      username: 'bridge',
      password: 'Pass@word1',
      companyId: -1,
      timeouts: { requestSeconds: 2, settleSeconds: 0 },
      accepts: { sources: [SOURCE], documentsFrom: '2026-01-01', ...this.options.accepts },
      ...this.options.connection,
      ...changes,
    };
  }

  /** As an administrator changes the connection. */
  async putConnection(changes: object = {}): Promise<void> {
    const { id: _id, ...body } = this.connection(changes) as Record<string, unknown>;
    await this.api(`/v1/connections/${TARGET}`, { method: 'PUT', body: JSON.stringify(body) });
  }

  async close(): Promise<void> {
    await (this.app as INestApplication | undefined)?.close();
    await this.simulator.close();
    await this.database.close();
    rmSync(this.directory, { recursive: true });
  }

  publish(...events: CanonicalEvent[]): Promise<void> {
    return this.bus.publish(events.map((event) => encodeEvent(event)));
  }

  /** Publishes the events and waits until all their deliveries are at rest; in the order of the events. */
  async deliver(...events: CanonicalEvent[]): Promise<ShownDelivery[]> {
    await this.publish(...events);
    return Promise.all(events.map((event) => this.settled(event)));
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

  async find(event: CanonicalEvent): Promise<ShownDelivery | undefined> {
    const path = `/v1/deliveries?connection=${TARGET}&recordId=${encodeURIComponent(event.record.sourceId)}`;
    const { items } = await this.api<{ items: ShownDelivery[] }>(path);
    return items.find(({ eventId }) => eventId === event.id);
  }

  async api<T>(path: string, init: RequestInit = {}): Promise<T> {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${TOKEN}` };
    const response = await fetch(`${await this.app.getUrl()}${path}`, { ...init, headers });
    if (!response.ok) throw new Error(`HTTP ${response.status}: ${await response.text()}`);
    return (await response.json()) as T;
  }

  /** What GP holds, oldest first: `<kind> <number> <amount> <currency>`. */
  documents(): string[] {
    return this.simulator.controls
      .documents()
      .map(({ kind, id, amount, currency }) => `${kind} ${id} ${amount} ${currency}`);
  }
}

function aConfig(databaseUrl: string, connectionsFile: string): ServiceConfig {
  return {
    service: 'gp-writer',
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
