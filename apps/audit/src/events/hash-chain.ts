import { createHash } from 'node:crypto';
import type { LandedMessage } from '@ledgerbridge/eventing';

/** What of a message the chain protects: everything the broker holds of it; `timestamp` is the broker's, in ms. */
export interface ChainedMessage extends Omit<LandedMessage, 'headers'> {
  readonly headers: readonly RawHeader[];
}

/** Name and bytes, in the message's order. */
export type RawHeader = readonly [name: string, value: Buffer];

/** What precedes the first message of a partition. */
export const GENESIS = Buffer.alloc(32);

/**
 * SHA-256 over the previous hash and every part of the message, each prefixed with its length so that no two
 * messages read the same. Nothing of our own (no arrival time) goes in: reading a topic again from the start must
 * come to the same heads.
 */
export function chainHash(previous: Buffer, message: ChainedMessage): Buffer {
  const hash = createHash('sha256');
  const add = (part: Buffer | null): void => {
    const length = Buffer.alloc(8);
    length.writeBigInt64BE(part === null ? -1n : BigInt(part.length));
    hash.update(length);
    if (part !== null) hash.update(part);
  };
  add(previous);
  for (const text of [message.topic, String(message.partition), message.offset, message.timestamp])
    add(Buffer.from(text));
  add(message.key);
  add(message.value);
  for (const [name, value] of message.headers) {
    add(Buffer.from(name));
    add(value);
  }
  return hash.digest();
}
