import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isBridgeError } from '@ledgerbridge/contracts';
import { startKafka, startPostgres } from './embedded.js';
import type { Infrastructure, LogLine, StartedServer } from './infrastructure.js';
import { stopServers } from './stop-servers.js';

/** A Kafka and a Postgres of one's own that can be made to fail. */
export interface RestartableInfrastructure extends Infrastructure {
  /** `kill -9` of the broker and a new start: same port, same data. Resolves when it serves again. */
  restartKafka(): Promise<void>;
  /** Postgres' immediate shutdown, its own crash, which its log is replayed after; same port, same data. */
  restartPostgres(): Promise<void>;
}

const PORT_COMES_BACK_WITHIN_MS = 20_000;

/**
 * The embedded kind, in a temporary directory that survives its servers and goes with `stop`.
 * @throws InfrastructureError as the embedded kind does
 */
export async function startRestartable({ log }: { readonly log: LogLine }): Promise<RestartableInfrastructure> {
  const root = await mkdtemp(join(tmpdir(), 'ledgerbridge-restartable-'));
  const [kafkaDir, postgresDir] = [join(root, 'kafka'), join(root, 'postgres')];
  await Promise.all([mkdir(kafkaDir), mkdir(postgresDir)]);
  const starts = await Promise.allSettled([
    RestartableServer.start((port) => startKafka(kafkaDir, { keep: true, port, log, stopSignal: 'SIGKILL' })),
    RestartableServer.start((port) => startPostgres(postgresDir, { keep: true, port, stopSignal: 'SIGQUIT' })),
  ]);
  const stop = async (): Promise<void> => {
    await stopServers(starts);
    await rm(root, { recursive: true, force: true, maxRetries: 5 });
  };
  const [kafka, postgres] = starts;
  if (kafka.status === 'rejected' || postgres.status === 'rejected') {
    await stop();
    throw kafka.status === 'rejected' ? kafka.reason : (postgres as PromiseRejectedResult).reason;
  }
  return {
    kind: 'embedded',
    brokers: kafka.value.address,
    databaseUrl: postgres.value.address,
    restartKafka: () => kafka.value.restart(),
    restartPostgres: () => postgres.value.restart(),
    stop,
  };
}

class RestartableServer implements StartedServer {
  private constructor(
    private readonly launch: (port: number) => Promise<StartedServer>,
    private current: StartedServer,
  ) {}

  static async start(launch: (port?: number) => Promise<StartedServer>): Promise<RestartableServer> {
    return new RestartableServer(launch, await launch());
  }

  get address(): string {
    return this.current.address;
  }

  async restart(): Promise<void> {
    const port = Number(new URL(this.address.includes('://') ? this.address : `kafka://${this.address}`).port);
    await this.current.stop();
    const deadline = Date.now() + PORT_COMES_BACK_WITHIN_MS;
    for (;;) {
      try {
        this.current = await this.launch(port);
        return;
      } catch (error) {
        // a client that knocks at a port nobody listens on may for a moment hold it as its own
        if (!isBridgeError(error) || error.code !== 'PORT_IN_USE' || Date.now() > deadline) throw error;
        await delay(500);
      }
    }
  }

  stop(): Promise<void> {
    return this.current.stop();
  }
}
