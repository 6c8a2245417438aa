import type { KafkaMessage } from 'kafkajs';
import type { LandedMessage } from './message-bus.port.js';

/** What kafkajs hands on: its types leave out that Kafka allows a header without a value. */
type HeaderValue = Buffer | string | null | undefined;

/**
 * A consumed message in our shape. Of a header given more than once the last value counts, as in HTTP-style readers; a
 * header without a value reads as an empty one.
 */
export function toLandedMessage(topic: string, partition: number, message: KafkaMessage): LandedMessage {
  const headers = Object.entries(message.headers ?? {}).map(([name, given]): [string, Buffer] => {
    const value: HeaderValue = Array.isArray(given) ? given.at(-1) : given;
    return [name, typeof value === 'string' ? Buffer.from(value) : (value ?? Buffer.alloc(0))];
  });
  const { offset, timestamp, key, value } = message;
  return { topic, partition, offset, timestamp, key, value, headers: Object.fromEntries(headers) };
}
