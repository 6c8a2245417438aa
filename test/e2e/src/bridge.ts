import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BridgeApi, type SandboxSecrets, type ServiceName } from '@ledgerbridge/sandbox';
import { createTestDatabase, freePort, testBrokers, uniqueTopicPrefix, type TestDatabase } from '@ledgerbridge/testing';
import { startServiceProcess, type ServiceEnvironment, type ServiceProcess } from './service-process.js';

export interface BridgeOptions {
  readonly secrets?: SandboxSecrets;
  /** Written over the variables every service gets. */
  readonly env?: ServiceEnvironment;
  /** Of another account than the test server's; makes it from the fresh database's address. */
  readonly databaseUrl?: (fresh: string) => Promise<string>;
}

/** An installation of its own: database, topics, ports, a working directory that is not the checkout. */
export class Bridge {
  readonly api: Readonly<Record<ServiceName, BridgeApi>>;
  readonly processes = new Map<ServiceName, ServiceProcess>();

  private constructor(
    readonly workDir: string,
    readonly topicPrefix: string,
    readonly databaseUrl: string,
    readonly secrets: SandboxSecrets,
    private readonly database: TestDatabase,
    private readonly ports: Readonly<Record<ServiceName, number>>,
    private readonly extra: ServiceEnvironment,
  ) {
    const api = (name: ServiceName) => new BridgeApi(`http://127.0.0.1:${ports[name]}`, secrets.adminToken);
    this.api = {
      audit: api('audit'),
      'syspro-ingest': api('syspro-ingest'),
      'chargebee-gateway': api('chargebee-gateway'),
      'gp-writer': api('gp-writer'),
    };
  }

  static async prepare(options: BridgeOptions = {}): Promise<Bridge> {
    const workDir = await mkdtemp(join(tmpdir(), 'ledgerbridge-e2e-'));
    const database = await createTestDatabase();
    const url = (await options.databaseUrl?.(database.url)) ?? database.url;
    const ports = {
      audit: await freePort(),
      'syspro-ingest': await freePort(),
      'chargebee-gateway': await freePort(),
      'gp-writer': await freePort(),
    };
    const secrets = options.secrets ?? {
      credentialsKeys: `e2e:${randomBytes(32).toString('base64')}`,
      adminToken: randomBytes(24).toString('hex'),
      viewerToken: randomBytes(24).toString('hex'),
    };
    return new Bridge(workDir, uniqueTopicPrefix(), url, secrets, database, ports, options.env ?? {});
  }

  /** Of one service; `changes` win. */
  environment(name: ServiceName, changes: ServiceEnvironment = {}): ServiceEnvironment & { readonly PORT: string } {
    return {
      KAFKA_BROKERS: testBrokers().join(','),
      KAFKA_TOPIC_PREFIX: this.topicPrefix,
      KAFKA_TOPIC_PARTITIONS: '2',
      DATABASE_URL: this.databaseUrl,
      CREDENTIALS_KEYS: this.secrets.credentialsKeys,
      API_TOKENS: `admin/e2e:${this.secrets.adminToken},viewer/e2e:${this.secrets.viewerToken}`,
      HOST: '127.0.0.1',
      PORT: String(this.ports[name]),
      ...this.extra,
      ...changes,
    };
  }

  async start(names: readonly ServiceName[], changes: ServiceEnvironment = {}): Promise<void> {
    const starts = await Promise.allSettled(
      names.map(async (name) => {
        this.processes.set(name, await startServiceProcess(name, this.environment(name, changes), this.workDir));
      }),
    );
    const failed = starts.find((start) => start.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }

  process(name: ServiceName): ServiceProcess {
    const found = this.processes.get(name);
    if (found === undefined) throw new Error(`${name} is not running`);
    return found;
  }

  /** Stops the services, drops the database, removes the working directory. */
  async end(): Promise<void> {
    await Promise.all([...this.processes.values()].map((process) => process.terminate()));
    await this.database.close();
    await rm(this.workDir, { recursive: true, force: true });
  }
}
