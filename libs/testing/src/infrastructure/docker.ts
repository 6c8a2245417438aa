import { setTimeout as delay } from 'node:timers/promises';
import type { Infrastructure, LogLine, StartedServer } from './infrastructure.js';
import { InfrastructureError } from './infrastructure-error.js';
import { stopServers } from './stop-servers.js';

/** What is needed of a container engine; `testcontainers-engine.ts` is the real one. */
export interface ContainerEngine {
  /** All images a start needs. */
  readonly images: readonly string[];
  hasImage(image: string): Promise<boolean>;
  pull(image: string): Promise<void>;
  startKafka(): Promise<StartedServer>;
  startPostgres(): Promise<StartedServer>;
}

export interface DockerOptions {
  /** Rejects when no engine answers. */
  readonly connect: () => Promise<ContainerEngine>;
  readonly log: LogLine;
  /** For all images together. */
  readonly pullWithinMs?: number;
}

const PULL_WITHIN_MS = 60_000;

/**
 * Kafka and Postgres in containers. Any failure means "does not apply": Docker is a convenience here and the
 * embedded kind, which comes next, needs nothing of it.
 * @throws InfrastructureError `NOT_APPLICABLE` with the reason.
 */
export async function startDocker(options: DockerOptions): Promise<Infrastructure> {
  const engine = await options.connect().catch((cause: unknown) => {
    throw notApplicable('no Docker engine answers', cause);
  });
  await obtainImages(engine, options.log, options.pullWithinMs ?? PULL_WITHIN_MS);
  const started = await Promise.allSettled([engine.startKafka(), engine.startPostgres()]);
  const stop = () => stopServers(started);
  const [kafka, postgres] = started;
  if (kafka.status === 'rejected' || postgres.status === 'rejected') {
    await stop();
    throw notApplicable('a container did not start', kafka.status === 'rejected' ? kafka.reason : reasonOf(postgres));
  }
  return { kind: 'docker', brokers: kafka.value.address, databaseUrl: postgres.value.address, stop };
}

async function obtainImages(engine: ContainerEngine, log: LogLine, withinMs: number): Promise<void> {
  const abort = new AbortController();
  const tooLate = delay(withinMs, 'too late' as const, { signal: abort.signal }).catch(() => 'too late' as const);
  try {
    for (const image of engine.images) {
      if (await engine.hasImage(image).catch(() => false)) continue;
      log(`docker: pulling ${image} …`);
      const pulled = engine.pull(image).catch((cause: unknown) => {
        throw notApplicable(`the image ${image} is not here and cannot be pulled`, cause);
      });
      if ((await Promise.race([pulled, tooLate])) === 'too late') {
        pulled.catch(() => undefined);
        throw notApplicable(`the image ${image} is not here and did not arrive within ${withinMs / 1_000} s`);
      }
    }
  } finally {
    abort.abort();
  }
}

function reasonOf(result: PromiseSettledResult<unknown>): unknown {
  return result.status === 'rejected' ? result.reason : undefined;
}

function notApplicable(message: string, cause?: unknown): InfrastructureError {
  return new InfrastructureError('NOT_APPLICABLE', message, {}, cause);
}
