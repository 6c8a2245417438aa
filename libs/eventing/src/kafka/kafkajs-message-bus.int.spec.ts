import { describe, expect, it, jest } from '@jest/globals';
import { testBrokers, until } from '@ledgerbridge/testing';
import { createLogger, KnownSecrets } from '@ledgerbridge/service';
import { KafkajsMessageBus } from './kafkajs-message-bus.js';
import { describeMessageBus } from './message-bus.contract.spec.js';

const logger = createLogger({
  service: 'contract',
  level: process.env['LOG_LEVEL'] ?? 'silent',
  secrets: new KnownSecrets(),
});

jest.setTimeout(60_000);

async function open(topicPrefix: string): Promise<KafkajsMessageBus> {
  const bus = new KafkajsMessageBus({ brokers: testBrokers(), clientId: 'contract', topicPrefix }, logger);
  await bus.connect();
  return bus;
}

describeMessageBus('kafkajs', () => ({ open, close: async () => undefined }), 30_000);

describe('KafkajsMessageBus', () => {
  it('given more than one record batch can hold, when published to one key, then all arrive in order', async () => {
    const bus = await open(`big-${Date.now()}.`);
    await bus.ensureTopics(['orders.v1'], { partitions: 2, replication: 1, create: true });
    const value = Buffer.alloc(200_000, 'x');
    const messages = Array.from({ length: 12 }, (_, index) => ({
      topic: 'orders.v1',
      key: 'one',
      value,
      headers: { ce_id: String(index) },
    }));
    await bus.publish(messages);
    const seen: string[] = [];
    const consumer = await bus.consume({
      groupId: 'reader',
      topics: ['orders.v1'],
      onBatch: async (batch) =>
        void seen.push(...batch.messages.map((message) => message.headers['ce_id']?.toString() ?? '')),
      onFatal: () => undefined,
    });
    await until(() => seen.length >= 12, { timeoutMs: 20_000 });
    expect(seen).toEqual(messages.map((message) => message.headers.ce_id));
    await consumer.stop();
    await bus.disconnect();
  });

  it('given no broker at the address, when connecting, then the error says so and is retryable', async () => {
    const bus = new KafkajsMessageBus({ brokers: ['127.0.0.1:1'], clientId: 'contract', topicPrefix: '' }, logger);
    await expect(bus.connect()).rejects.toMatchObject({ code: 'KAFKA_UNAVAILABLE', retryable: true });
  });
});
