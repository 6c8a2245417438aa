import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isBridgeError } from '@ledgerbridge/contracts';
import { startEmbeddedPostgres } from './embedded-postgres.js';
import { withPort } from './free-port.js';
import type { FixedPorts, Infrastructure, LogLine, StartedServer } from './infrastructure.js';
import { startJavaKafka } from './java-kafka.js';
import { findJava } from './java-runtime.js';
import { kafkaJars } from './kafka-jars.js';
import { postgresAccount } from './postgres-account.js';
import { postgresBinaries } from './postgres-binaries.js';
import { stopServers } from './stop-servers.js';

export interface EmbeddedOptions {
  readonly dataDir?: string;
  readonly ports?: FixedPorts;
  readonly log: LogLine;
  /** Where the directories of a run without `dataDir` are made; the machine's place for such when absent. */
  readonly temporaryRoot?: string;
}

/** The guards of a run that was killed need this long to let go of a kept directory. */
const PREDECESSOR_LEAVES_WITHIN_MS = 20_000;

/**
 * Kafka from Apache's jars and Postgres from npm, as guarded processes on 127.0.0.1, started side by side.
 * @throws InfrastructureError whose code names what is missing or in the way.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Infrastructure> {
  const { dataDir, ports, log, temporaryRoot = tmpdir() } = options;
  const keep = dataDir !== undefined;
  const startedAt = Date.now();
  const started = await Promise.allSettled([
    inDirectory({ dataDir, temporaryRoot }, 'kafka', (dir) => startKafka(dir, { keep, port: ports?.kafka, log })),
    inDirectory({ dataDir, temporaryRoot }, 'postgres', (dir) => startPostgres(dir, { keep, port: ports?.postgres })),
  ]);
  const stop = () => stopServers(started);
  const [kafka, postgres] = started;
  if (kafka.status === 'rejected' || postgres.status === 'rejected') {
    await stop();
    throw kafka.status === 'rejected' ? kafka.reason : (postgres as PromiseRejectedResult).reason;
  }
  log(`embedded: Kafka and Postgres up after ${((Date.now() - startedAt) / 1_000).toFixed(1)} s`);
  return { kind: 'embedded', brokers: kafka.value.address, databaseUrl: postgres.value.address, stop };
}

export interface EmbeddedServerStart {
  /** False: the directory goes when the server stops. */
  readonly keep: boolean;
  /** A free one when absent. */
  readonly port?: number;
  /** Instead of the one that suits the server. */
  readonly stopSignal?: NodeJS.Signals;
}

/** The broker alone, its data below `dir`. @throws InfrastructureError, see {@link startEmbedded}. */
export async function startKafka(
  dir: string,
  { port, log, ...start }: EmbeddedServerStart & { readonly log: LogLine },
): Promise<StartedServer> {
  const java = await findJava(process.env.JAVA_HOME);
  const jars = await kafkaJars({ log });
  return oncePredecessorLeft(() => withPort(port, (free) => startJavaKafka({ ...start, java, jars, dir, port: free })));
}

/** Postgres alone, its data below `dir`. @throws InfrastructureError, see {@link startEmbedded}. */
export async function startPostgres(dir: string, { port, ...start }: EmbeddedServerStart): Promise<StartedServer> {
  const account = await postgresAccount();
  const attempt = async (free: number) => {
    const binaries = await postgresBinaries(account);
    try {
      return await startEmbeddedPostgres({ ...start, binaries, account, dir, port: free });
    } catch (error) {
      if (binaries.temporary !== undefined) await rm(binaries.temporary, { recursive: true, force: true });
      throw error;
    }
  };
  return oncePredecessorLeft(() => withPort(port, attempt));
}

/** Temporary directories are made here and removed by the server's guard; here only when it never came to be. */
async function inDirectory(
  place: { readonly dataDir?: string; readonly temporaryRoot: string },
  name: string,
  start: (dir: string) => Promise<StartedServer>,
): Promise<StartedServer> {
  if (place.dataDir !== undefined) {
    const kept = resolve(place.dataDir, name);
    await mkdir(kept, { recursive: true });
    return start(kept);
  }
  const temporary = await mkdtemp(join(place.temporaryRoot, `ledgerbridge-${name}-`));
  try {
    return await start(temporary);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    throw error;
  }
}

async function oncePredecessorLeft<T>(start: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + PREDECESSOR_LEAVES_WITHIN_MS;
  for (;;) {
    try {
      return await start();
    } catch (error) {
      if (!isBridgeError(error) || error.code !== 'DATA_DIR_IN_USE' || Date.now() > deadline) throw error;
      await delay(500);
    }
  }
}
