import { describe, expect, it } from '@jest/globals';
import { createLogger, KnownSecrets } from '@ledgerbridge/service';
import { until } from '@ledgerbridge/testing';
import { KafkaError } from './kafka.errors.js';
import { KafkajsConsumer } from './kafkajs-consumer.js';
import type { KafkajsSession } from './kafkajs-session.js';

const logger = createLogger({ service: 'spec', level: 'silent', secrets: new KnownSecrets() });
const passing = new KafkaError('KAFKA_UNAVAILABLE', 'broker gone', { retryable: true });
const lasting = new KafkaError('KAFKA_REFUSED', 'not authorized', { retryable: false });

/** Sessions that do nothing until they are told to crash. */
class Sessions {
  readonly crashes: ((error: KafkaError) => void)[] = [];
  readonly fatal: KafkaError[] = [];
  stopped = 0;
  /** What the start of each session meets, in order; nothing by default. */
  readonly starts: (() => Promise<void>)[] = [];
  readonly consumer = new KafkajsConsumer(
    (onCrash) => this.open(onCrash),
    { groupId: 'reader', onFatal: (reason) => this.fatal.push(reason) },
    logger,
  );

  private open(onCrash: (error: KafkaError) => void): KafkajsSession {
    this.crashes.push(onCrash);
    const session = {
      hasJoined: true,
      start: () => this.starts.shift()?.() ?? Promise.resolve(),
      stop: () => Promise.resolve(void (this.stopped += 1)),
    };
    return session as unknown as KafkajsSession;
  }
}

describe('KafkajsConsumer', () => {
  it('given a session that crashes for a passing reason, when recovered, then a new session takes over and nothing is fatal', async () => {
    const sessions = new Sessions();
    await sessions.consumer.start();
    sessions.crashes[0]?.(passing);
    await until(() => sessions.crashes.length === 2);
    sessions.crashes[0]?.(passing);
    expect(sessions.fatal).toEqual([]);
    await sessions.consumer.stop();
    expect(sessions.stopped).toBe(1);
  });

  it('given a session that cannot be opened, when the next one is, then the first one keeps no connection', async () => {
    const sessions = new Sessions();
    sessions.starts.push(
      () => Promise.resolve(),
      () => Promise.reject(passing),
    );
    await sessions.consumer.start();
    sessions.crashes[0]?.(passing);
    await until(() => sessions.crashes.length === 3, { timeoutMs: 10_000 });
    expect(sessions.stopped).toBe(1);
    await sessions.consumer.stop();
  });

  it('given a consumer stopped while a new session is being opened, when that one has opened, then it leaves too', async () => {
    const sessions = new Sessions();
    const opening = Promise.withResolvers<void>();
    sessions.starts.push(
      () => Promise.resolve(),
      () => opening.promise,
    );
    await sessions.consumer.start();
    sessions.crashes[0]?.(passing);
    await until(() => sessions.crashes.length === 2);
    await sessions.consumer.stop();
    opening.resolve();
    await until(() => sessions.stopped === 2);
  });

  it('given a session that crashes for good, when it tells so twice, then it is fatal once', async () => {
    const sessions = new Sessions();
    await sessions.consumer.start();
    sessions.crashes[0]?.(lasting);
    sessions.crashes[0]?.(lasting);
    await until(() => sessions.fatal.length > 0);
    expect(sessions.fatal).toEqual([lasting]);
    expect(sessions.crashes).toHaveLength(1);
  });

  it('given a consumer being stopped, when its session crashes, then nothing follows', async () => {
    const sessions = new Sessions();
    await sessions.consumer.start();
    await sessions.consumer.stop();
    sessions.crashes[0]?.(lasting);
    expect(sessions.fatal).toEqual([]);
  });
});
