import type { KafkaMessage } from 'kafkajs';
import type { LandedMessage } from './message-bus.port.js';

/** A consumed message in our shape. Of a header given more than once the last value counts, as in HTTP-style readers. */
export function toLandedMessage(topic: string, partition: number, message: KafkaMessage): LandedMessage {
  const headers: Record<string, Buffer> = {};
  for (const [name, given] of Object.entries(message.headers ?? {})) {
    const value = Array.isArray(given) ? given.at(-1) : given;
    if (value !== undefined) headers[name] = typeof value === 'string' ? Buffer.from(value) : value;
  }
  const { offset, timestamp, key, value } = message;
  return { topic, partition, offset, timestamp, key, value, headers };
}
