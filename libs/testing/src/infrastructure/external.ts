import { connect } from 'node:net';
import type { Infrastructure } from './infrastructure.js';
import { InfrastructureError } from './infrastructure-error.js';

const ANSWER_WITHIN_MS = 5_000;

export interface ExternalAddresses {
  readonly brokers: string;
  readonly databaseUrl: string;
  /** Where a TCP connection must succeed, with the variable that named it. */
  readonly endpoints: readonly { readonly variable: string; readonly host: string; readonly port: number }[];
}

/**
 * Uses the Kafka and Postgres that KAFKA_BROKERS and DATABASE_URL name; stopping leaves them alone.
 * @throws InfrastructureError `NOT_APPLICABLE` unless both are given, `EXTERNAL_UNREACHABLE` when one does not answer.
 */
export async function startExternal(env: Readonly<Record<string, string | undefined>>): Promise<Infrastructure> {
  const { brokers, databaseUrl, endpoints } = externalAddresses(env);
  for (const endpoint of endpoints) {
    await answers(endpoint.host, endpoint.port).catch((cause: unknown) => {
      const { variable, host, port } = endpoint;
      throw new InfrastructureError(
        'EXTERNAL_UNREACHABLE',
        `${variable} names ${host}:${port}, where nothing answers. Start it, or unset ${variable}.`,
        { variable, host, port },
        cause,
      );
    });
  }
  return { kind: 'external', brokers, databaseUrl, stop: () => Promise.resolve() };
}

/** Reads and checks the two variables. @throws InfrastructureError, see {@link startExternal}. */
export function externalAddresses(env: Readonly<Record<string, string | undefined>>): ExternalAddresses {
  const brokers = env.KAFKA_BROKERS?.trim();
  const databaseUrl = env.DATABASE_URL?.trim();
  if (!brokers || !databaseUrl) {
    const missing = [brokers ? [] : ['KAFKA_BROKERS'], databaseUrl ? [] : ['DATABASE_URL']].flat();
    throw new InfrastructureError('NOT_APPLICABLE', `${missing.join(' and ')} not set`);
  }
  const kafka = brokers.split(',').map((broker) => endpointOf('KAFKA_BROKERS', `kafka://${broker.trim()}`, 9092));
  return { brokers, databaseUrl, endpoints: [...kafka, endpointOf('DATABASE_URL', databaseUrl, 5432)] };
}

function endpointOf(variable: string, url: string, defaultPort: number) {
  if (!URL.canParse(url)) {
    throw new InfrastructureError('EXTERNAL_UNREACHABLE', `${variable} holds no usable address.`, { variable });
  }
  const { hostname, port } = new URL(url);
  return { variable, host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? defaultPort : Number(port) };
}

function answers(host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, timeout: ANSWER_WITHIN_MS });
    socket.once('connect', () => {
      socket.destroy();
      resolve();
    });
    socket.once('timeout', () => socket.destroy(new Error(`no answer within ${ANSWER_WITHIN_MS} ms`)));
    socket.once('error', reject);
  });
}
