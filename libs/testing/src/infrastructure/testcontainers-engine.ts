import { setTimeout as delay } from 'node:timers/promises';
import type { ContainerEngine } from './docker.js';
import type { StartedServer } from './infrastructure.js';

/** Confluent Platform 8.2 is Apache Kafka 4.2. */
const KAFKA_IMAGE = 'confluentinc/cp-kafka:8.2.0';
const POSTGRES_IMAGE = 'postgres:18-alpine';
/** The helper container that removes the others when this process dies; the version that testcontainers 12 starts. */
const REAPER_IMAGE = 'testcontainers/ryuk:0.14.0';
const ENGINE_ANSWERS_WITHIN_MS = 10_000;

/** The engine that testcontainers finds (DOCKER_HOST, the context, the usual sockets). Rejects when none answers. */
export async function connectTestcontainers(): Promise<ContainerEngine> {
  const { getContainerRuntimeClient, ImageName } = await import('testcontainers');
  const abort = new AbortController();
  const client = await Promise.race([
    getContainerRuntimeClient().finally(() => abort.abort()),
    delay(ENGINE_ANSWERS_WITHIN_MS, undefined, { signal: abort.signal }).then(() => {
      throw new Error(`no answer within ${ENGINE_ANSWERS_WITHIN_MS / 1_000} s`);
    }),
  ]);
  return {
    images: [KAFKA_IMAGE, POSTGRES_IMAGE, REAPER_IMAGE],
    hasImage: (image) => client.image.exists(ImageName.fromString(image)),
    pull: (image) => client.image.pull(ImageName.fromString(image)),
    startKafka,
    startPostgres,
  };
}

async function startKafka(): Promise<StartedServer> {
  const { KafkaContainer } = await import('@testcontainers/kafka');
  const container = await new KafkaContainer(KAFKA_IMAGE)
    .withKraft()
    .withEnvironment({
      KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false',
      KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: '1',
      KAFKA_HEAP_OPTS: '-Xmx512m',
    })
    .start();
  return {
    address: `${container.getHost()}:${container.getMappedPort(9093)}`,
    stop: async () => void (await container.stop()),
  };
}

async function startPostgres(): Promise<StartedServer> {
  const { PostgreSqlContainer } = await import('@testcontainers/postgresql');
  const container = await new PostgreSqlContainer(POSTGRES_IMAGE)
    .withCommand(['postgres', '-c', 'max_connections=300', '-c', 'fsync=off'])
    .start();
  return { address: container.getConnectionUri(), stop: async () => void (await container.stop()) };
}
