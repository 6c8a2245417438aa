import { decodeEvent, isBridgeError, type CanonicalEvent, type DeadLetter } from '@ledgerbridge/contracts';
import type { EntityManager } from 'typeorm';
import type { LandedMessage } from '../kafka/message-bus.port.js';
import type { DeadLetters } from './dead-letters.js';

export interface DecodedMessage<Decoded = CanonicalEvent> {
  readonly event: Decoded;
  readonly message: LandedMessage;
}

/**
 * The events in these messages, in order. What `decode` (a pure function; canonical events unless given) refuses is
 * appended to the dead letters in `tx` and left out.
 */
export function decodeOrDeadLetter(
  messages: readonly LandedMessage[],
  tx: EntityManager,
  deadLetters: DeadLetters,
): Promise<DecodedMessage[]>;
export function decodeOrDeadLetter<Decoded>(
  messages: readonly LandedMessage[],
  tx: EntityManager,
  deadLetters: DeadLetters,
  decode: (message: LandedMessage) => Decoded,
): Promise<DecodedMessage<Decoded>[]>;
export async function decodeOrDeadLetter(
  messages: readonly LandedMessage[],
  tx: EntityManager,
  deadLetters: DeadLetters,
  decode: (message: LandedMessage) => unknown = decodeEvent,
): Promise<DecodedMessage<unknown>[]> {
  const decoded: DecodedMessage<unknown>[] = [];
  for (const message of messages) {
    try {
      decoded.push({ event: decode(message), message });
    } catch (error) {
      await deadLetters.append(tx, { ...originalOf(message), ...reasonOf(error) });
    }
  }
  return decoded;
}

/** Why, in a dead letter's words. An error of a foreign kind may quote the message, so only its name is kept. */
export function reasonOf(error: unknown): Pick<DeadLetter, 'code' | 'message' | 'details'> {
  if (isBridgeError(error)) return { code: error.code, message: error.message, details: { ...error.details } };
  return { code: 'UNPROCESSABLE', message: `unexpected ${(error as { name?: string } | null)?.name ?? typeof error}` };
}

/** Coordinates, bytes and headers of a message, as a dead letter keeps them. */
export function originalOf(message: LandedMessage) {
  return {
    topic: message.topic,
    partition: message.partition,
    offset: message.offset,
    ...(message.key === null ? {} : { key: message.key.toString('base64') }),
    ...(message.value === null ? {} : { value: message.value.toString('base64') }),
    headers: Object.fromEntries(
      Object.entries(message.headers).map(([name, value]) => [name, value.toString('base64')]),
    ),
  };
}
