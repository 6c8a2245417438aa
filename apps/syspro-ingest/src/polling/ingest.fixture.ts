import { randomBytes } from 'node:crypto';
import { writeFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InMemoryBroker, InMemoryMessageBus } from '@ledgerbridge/eventing';
import { configureApplication, type ServiceConfig } from '@ledgerbridge/service';
import { RunReader, RunStore, type RunSummary, type SyncRequest } from '@ledgerbridge/sync';
import { DEFAULT_OPERATOR, startSysproSimulator, type SysproSimulator } from '@ledgerbridge/simulator-syspro';
import { createTestDatabase, until, type TestDatabase } from '@ledgerbridge/testing';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { DataSource } from 'typeorm';
import { sysproIngestModule } from '../app.module.js';

export const CONNECTION = 'acme-syspro';
export const TOKENS = { viewer: 'viewer-token-0123456789', operator: 'operator-token-0123456789' };
export const STREAMS = ['customers', 'invoices', 'credit-notes', 'payments'] as const;
/** Only the first poll happens by itself. */
const ONCE_A_YEAR = '0 0 1 1 *';

export interface OutboxEvent {
  readonly topic: string;
  readonly key: string;
  readonly type: string;
  readonly data: Record<string, unknown>;
}

export interface IngestSettings {
  readonly odata?: Record<string, unknown>;
  readonly read?: Record<string, unknown>;
  readonly poll?: Record<string, unknown>;
  readonly mapping?: Record<string, unknown>;
  readonly timeouts?: Record<string, unknown>;
}

/** The service over a simulated SYSPRO and a real database; its effects are read from the outbox. */
export class IngestFixture {
  private constructor(
    readonly simulator: SysproSimulator,
    readonly database: TestDatabase,
    private readonly directory: string,
    private readonly settings: IngestSettings,
  ) {}

  app!: NestExpressApplication;

  static async create(
    options: { settings?: IngestSettings; simulator?: Parameters<typeof startSysproSimulator>[0] } = {},
  ): Promise<IngestFixture> {
    const simulator = await startSysproSimulator({ seed: { customers: 40, invoices: 60 }, ...options.simulator });
    const directory = await mkdtemp(join(tmpdir(), 'ingest-'));
    return new IngestFixture(simulator, await createTestDatabase(), directory, options.settings ?? {});
  }

  async start(settings: IngestSettings = this.settings): Promise<void> {
    const connectionsFile = join(this.directory, 'connections.json');
    await writeFile(connectionsFile, JSON.stringify({ connections: [this.connection(settings)] }));
    const bus = new InMemoryMessageBus(new InMemoryBroker());
    const module = sysproIngestModule(this.config(connectionsFile), { eventing: { bus } });
    this.app = await NestFactory.create<NestExpressApplication>(module, {
      logger: false,
      abortOnError: false,
      bodyParser: false,
      forceCloseConnections: true,
    });
    configureApplication(this.app);
    await this.app.init();
  }

  async stop(): Promise<void> {
    await this.app.close();
  }

  async close(): Promise<void> {
    await this.app?.close().catch(() => undefined);
    await this.simulator.close();
    await this.database.close();
    await rm(this.directory, { recursive: true, force: true });
  }

  get db(): DataSource {
    return this.app.get(DataSource);
  }

  /** Asks for a run and waits for its end. */
  async sync(request: Partial<SyncRequest> = {}): Promise<RunSummary> {
    const runId = await this.app
      .get(RunStore)
      .request({ connection: CONNECTION, streams: STREAMS, trigger: 'demand', ...request });
    return this.ended(runId);
  }

  async ended(runId: string): Promise<RunSummary> {
    return until(
      async () => {
        const run = await this.app.get(RunReader).get(runId);
        return run?.state === 'completed' || run?.state === 'failed' ? run : undefined;
      },
      { timeoutMs: 40_000, what: `the end of run ${runId}` },
    );
  }

  /** The poll every connection gets when it is first held. */
  async firstPoll(): Promise<RunSummary> {
    const runId = await until(
      async () => (await this.app.get(RunReader).list({ connection: CONNECTION, limit: 1 })).items[0]?.runId,
      { what: 'the first poll' },
    );
    return this.ended(runId);
  }

  /** What was told since `after`, in order. */
  async events(topic: string, after = '0'): Promise<OutboxEvent[]> {
    const rows: { topic: string; key: string; headers: Record<string, string>; value: Buffer }[] = await this.db.query(
      'SELECT topic, key, headers, value FROM outbox WHERE topic = $1 AND id > $2 ORDER BY id',
      [topic, after],
    );
    return rows.map((row) => ({
      topic: row.topic,
      key: row.key,
      type: row.headers['ce_type'] ?? '',
      data: JSON.parse(row.value.toString('utf8')) as Record<string, unknown>,
    }));
  }

  /** A mark to give to `events`. */
  async mark(): Promise<string> {
    const rows: { id: string }[] = await this.db.query('SELECT coalesce(max(id), 0)::text AS id FROM outbox');
    return rows[0]?.id ?? '0';
  }

  private connection({ odata, read, poll, mapping, timeouts }: IngestSettings): object {
    const { username, password } = DEFAULT_OPERATOR;
    return {
      id: CONNECTION,
      system: 'syspro',
      odata: { baseUrl: this.simulator.odataUrl, username, password, retryDelayMs: 1, ...odata },
      poll: { cron: ONCE_A_YEAR, timeZone: 'Africa/Johannesburg', ...poll },
      ...(read === undefined ? {} : { read }),
      ...(mapping === undefined ? {} : { mapping }),
      ...(timeouts === undefined ? {} : { timeouts }),
    };
  }

  private config(connectionsFile: string): ServiceConfig {
    return {
      service: 'syspro-ingest',
      kafka: { brokers: ['unused:9092'], topicPrefix: '', partitions: 1, replication: 1, create: true },
      database: { url: this.database.url, migrate: true },
      credentialKeys: [{ id: 'k1', key: randomBytes(32) }],
      apiTokens: [
        { role: 'viewer', name: 'spec', token: TOKENS.viewer },
        { role: 'operator', name: 'spec', token: TOKENS.operator },
      ],
      connectionsFile,
      port: 0,
      host: '127.0.0.1',
      logLevel: 'silent',
    };
  }
}
