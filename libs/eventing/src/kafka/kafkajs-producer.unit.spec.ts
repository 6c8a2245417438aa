import { describe, expect, it } from '@jest/globals';
import type { Kafka, ProducerConfig } from 'kafkajs';
import { KafkajsProducer } from './kafkajs-producer.js';
import { TopicNames } from './topic-names.js';

describe('KafkajsProducer', () => {
  it('given a producer, then it is idempotent and sends one request at a time, each acknowledged by all in-sync replicas', async () => {
    const options: (ProducerConfig | undefined)[] = [];
    const sent: unknown[] = [];
    const producer = {
      connect: async () => undefined,
      sendBatch: async (batch: unknown) => {
        sent.push(batch);
        return [];
      },
      disconnect: async () => undefined,
    };
    const kafka = { producer: (given?: ProducerConfig) => (options.push(given), producer) } as unknown as Kafka;
    const sender = new KafkajsProducer(kafka, new TopicNames('test.'));
    await sender.send([{ topic: 'orders.v1', key: 'a', value: Buffer.from('1'), headers: {} }]);
    expect(options).toMatchObject([{ idempotent: true, maxInFlightRequests: 1 }]);
    expect(sent).toMatchObject([{ acks: -1, topicMessages: [{ topic: 'test.orders.v1' }] }]);
  });
});
