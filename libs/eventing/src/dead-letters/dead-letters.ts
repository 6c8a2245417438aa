import { Inject, Injectable } from '@nestjs/common';
import { encodeOperation, type DeadLetter, type EncodedMessage } from '@ledgerbridge/contracts';
import { SERVICE_CONFIG, type ServiceConfig } from '@ledgerbridge/service';
import type { EntityManager } from 'typeorm';
import { v4 as uuidv4, v5 as uuidv5 } from 'uuid';
import { MAX_MESSAGE_BYTES, messageBytes, Outbox } from '../outbox/outbox.js';

const DEAD_LETTER_NAMESPACE = '6a4c0c4e-3f6e-5a53-8f0a-5d3f7f1b2c77';

/** What cannot be processed, kept with its bytes on `bridge.dead-letters.v1` so that the rest can go on. */
@Injectable()
export class DeadLetters {
  constructor(
    @Inject(SERVICE_CONFIG) private readonly config: Pick<ServiceConfig, 'service'>,
    private readonly outbox: Outbox,
  ) {}

  /** Told once `tx` commits. A message landed again gives the same letter, under the same id. */
  async append(tx: EntityManager, letter: Omit<DeadLetter, 'service' | 'at'>): Promise<void> {
    const whole = this.encode(letter);
    const fits = messageBytes(whole) <= MAX_MESSAGE_BYTES;
    await this.outbox.append(tx, [fits ? whole : this.encode(withoutBytes(letter))]);
  }

  private encode(letter: Omit<DeadLetter, 'service' | 'at'>): EncodedMessage {
    const at = new Date().toISOString();
    return encodeOperation('deadLetters', {
      id: letterId(this.config.service, letter),
      service: this.config.service,
      key: letterKey(letter),
      time: at,
      data: { ...letter, service: this.config.service, at },
    });
  }
}

/** Base64 of a value near the limit no longer fits; its coordinates still lead to the original bytes. */
function withoutBytes(letter: Omit<DeadLetter, 'service' | 'at'>): Omit<DeadLetter, 'service' | 'at'> {
  const { value, headers: _headers, ...rest } = letter;
  const bytes = Buffer.byteLength(value ?? '', 'base64');
  return { ...rest, details: { ...letter.details, bytesLeftOut: bytes } };
}

function letterId(service: string, letter: Omit<DeadLetter, 'service' | 'at'>): string {
  if (letter.topic === undefined || letter.offset === undefined) return uuidv4();
  const name = [service, letter.topic, letter.partition ?? '', letter.offset].join('\u0000');
  return uuidv5(name, DEAD_LETTER_NAMESPACE);
}

/** The original key, without the NUL that Postgres text cannot hold; a letter without one gets its place as key. */
function letterKey(letter: Omit<DeadLetter, 'service' | 'at'>): string {
  const original = Buffer.from(letter.key ?? '', 'base64')
    .toString('utf8')
    .replaceAll('\u0000', '');
  if (original !== '') return original;
  const [, connection, sourceId] = /^([^/]+)\/[^/]+\/(.+)$/s.exec(letter.sourceRow ?? '') ?? [];
  if (connection !== undefined) return `${connection}:${sourceId}`.replaceAll('\u0000', '');
  return `${letter.topic ?? letter.code}/${letter.partition ?? 0}`;
}
