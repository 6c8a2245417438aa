import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  BridgeApi,
  ONCE_A_YEAR,
  sandboxSecrets,
  startAnotherGp,
  startService,
  startSimulators,
  SupervisedProcess,
  writeConnectionsFile,
  type LoggedProcess,
  type RunningGp,
  type RunningSimulators,
  type SandboxSecrets,
  type ServiceName,
  type SimulatorsStart,
} from '@ledgerbridge/sandbox';
import {
  createTestDatabase,
  freePort,
  uniqueTopicPrefix,
  type Infrastructure,
  type TestDatabase,
} from '@ledgerbridge/testing';
import { inOrder, stopAll, type Step } from './clean-up.js';

export type Say = (line: string) => void;
export type Servers = Pick<Infrastructure, 'brokers' | 'databaseUrl'>;

/** Of the first flow: SYSPRO into Chargebee. */
export const SERVICES: readonly ServiceName[] = ['audit', 'syspro-ingest', 'chargebee-gateway'];

export interface CompanySize {
  readonly customers: number;
  readonly invoices: number;
}

export interface InstallationOptions {
  readonly servers: Servers;
  readonly size: CompanySize;
  /** Seed of the company's own random. */
  readonly seed: number;
  /** What runs; {@link SERVICES} when absent. */
  readonly services?: readonly ServiceName[];
  /** Written over the GP connection's settings; null: it is put by API. */
  readonly gp?: object | null;
  /** Processes per service; 1 when absent. */
  readonly replicas?: number;
  /** What the Chargebee connection is told of the site's limit; 3500 when absent. */
  readonly requestsPerMinute?: number;
  /** The site's own limit, of which others take a part; `requestsPerMinute` when absent. */
  readonly siteRequestsPerMinute?: number;
  readonly say: Say;
}

export interface Replica {
  readonly service: ServiceName;
  readonly process: SupervisedProcess;
  readonly api: BridgeApi;
}

/** What a lost answer costs, in seconds; and how long a holder that took over waits before it looks into doubts. */
export const TIMEOUTS = { requestSeconds: 3, settleSeconds: 1 };

const repository = fileURLToPath(new URL('../../../..', import.meta.url));

/** An installation of its own: database, topics, ports, simulators, and services under supervision. */
export class Installation {
  readonly replicas: Replica[] = [];
  private readonly others: LoggedProcess[] = [];
  private ended = false;

  private constructor(
    readonly options: InstallationOptions,
    readonly topicPrefix: string,
    readonly simulators: RunningSimulators,
    readonly database: TestDatabase,
    private readonly simulatorsStart: SimulatorsStart,
    private readonly secrets: SandboxSecrets,
  ) {}

  /** Simulators and an empty database; the services start with {@link startServices}. */
  static async prepare(options: InstallationOptions): Promise<Installation> {
    const workDir = await mkdtemp(join(tmpdir(), 'ledgerbridge-faults-'));
    const undo: Step[] = [() => rm(workDir, { recursive: true, force: true })];
    try {
      return await Installation.prepareIn(workDir, options, undo);
    } catch (error) {
      await inOrder(undo.reverse()).catch((left: unknown) => options.say(String(left)));
      throw error;
    }
  }

  private static async prepareIn(workDir: string, options: InstallationOptions, undo: Step[]): Promise<Installation> {
    const { servers, size, seed, requestsPerMinute = 3_500 } = options;
    const start = {
      ...{ repository, workDir, dataDir: undefined, seed: { ...size, random: seed } },
      requestsPerMinute: options.siteRequestsPerMinute ?? requestsPerMinute,
    };
    const simulators = await startSimulators(start);
    undo.push(() => stopAll(simulators.processes));
    const database = await createTestDatabase(servers.databaseUrl);
    undo.push(() => database.close());
    const connectionsFile = join(workDir, 'connections.json');
    const chargebee = { requestsPerMinute, timeouts: TIMEOUTS };
    const gp = options.gp === null ? null : { timeouts: TIMEOUTS, ...options.gp };
    await writeConnectionsFile(connectionsFile, simulators, { pollCron: ONCE_A_YEAR, chargebee, gp });
    return new Installation(options, uniqueTopicPrefix(), simulators, database, start, sandboxSecrets(workDir));
  }

  get services(): readonly ServiceName[] {
    return this.options.services ?? SERVICES;
  }

  async startServices(): Promise<void> {
    for (const service of this.services) {
      for (let number = 1; number <= (this.options.replicas ?? 1); number += 1) {
        this.replicas.push(await this.replica(service, number));
      }
    }
    await Promise.all(this.replicas.map(({ process }) => process.up()));
  }

  /** One more company of GP on a server of its own; no connection knows it yet. */
  async anotherGp(name: string): Promise<RunningGp> {
    const another = await startAnotherGp(this.simulatorsStart, name);
    this.others.push(another.process);
    return another;
  }

  /** From the begin of {@link end}: what disturbs it has to stop. */
  get hasEnded(): boolean {
    return this.ended;
  }

  of(service: ServiceName): readonly Replica[] {
    return this.replicas.filter((replica) => replica.service === service);
  }

  /** Of a process that is up, else of the first: it comes back on the same port. */
  api(service: ServiceName): BridgeApi {
    const replicas = this.of(service);
    const found = replicas.find(({ process }) => process.isUp) ?? replicas[0];
    if (found === undefined) throw new Error(`${service} was not started`);
    return found.api;
  }

  async stop(service: ServiceName): Promise<void> {
    await Promise.all(this.of(service).map(({ process }) => process.stop()));
  }

  async resume(service: ServiceName): Promise<void> {
    await Promise.all(this.of(service).map(({ process }) => process.resume()));
  }

  /**
   * Stops everything and leaves nothing behind but, when something does not hold, the logs.
   * @throws AggregateError of what could not be stopped or removed, after the rest was
   */
  async end({ keepLogs = false } = {}): Promise<void> {
    this.ended = true;
    await inOrder([
      () => stopAll(this.replicas.map(({ process }) => process)),
      () => stopAll([...this.simulators.processes, ...this.others]),
      () => this.database.close(),
      async () => {
        if (keepLogs) this.options.say(`logs: ${this.simulatorsStart.workDir}`);
        else await rm(this.simulatorsStart.workDir, { recursive: true, force: true });
      },
    ]);
  }

  private async replica(service: ServiceName, number: number): Promise<Replica> {
    const port = await freePort();
    const label = number === 1 ? service : `${service}-${number}`;
    const start = {
      repository,
      workDir: this.simulatorsStart.workDir,
      infrastructure: { brokers: this.options.servers.brokers, databaseUrl: this.database.url },
      secrets: this.secrets,
      connectionsFile: join(this.simulatorsStart.workDir, 'connections.json'),
      env: { KAFKA_TOPIC_PREFIX: this.topicPrefix, KAFKA_TOPIC_PARTITIONS: '2' },
    };
    const process = new SupervisedProcess(label, (onLaunch) => startService(service, port, start, { label, onLaunch }));
    return { service, process, api: new BridgeApi(`http://127.0.0.1:${port}`, this.secrets.adminToken) };
  }
}
