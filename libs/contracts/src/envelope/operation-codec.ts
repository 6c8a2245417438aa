import { plainToInstance, type ClassConstructor } from 'class-transformer';
import { validateSync } from 'class-validator';
import { ContractError } from '../errors/contract.errors.js';
import { Command } from '../operations/command.js';
import { DeadLetter } from '../operations/dead-letter.js';
import { DeliveryChange } from '../operations/delivery.js';
import { SyncRun } from '../operations/sync-run.js';
import { OPERATION_TOPICS } from '../topics/topics.js';
import { decodeBinary, encodeBinary } from './binary-binding.js';
import type { EncodedMessage, ReceivedEnvelope } from './encoded-message.js';

export interface Operations {
  deliveries: DeliveryChange;
  syncRuns: SyncRun;
  commands: Command;
  deadLetters: DeadLetter;
}

const OPERATIONS: {
  [K in keyof Operations]: { type: string; schema: string; contract: ClassConstructor<Operations[K]> };
} = {
  deliveries: {
    type: 'bridge.delivery.changed',
    schema: 'urn:ledgerbridge:schema:delivery:v1',
    contract: DeliveryChange,
  },
  syncRuns: { type: 'bridge.sync-run.changed', schema: 'urn:ledgerbridge:schema:sync-run:v1', contract: SyncRun },
  commands: { type: 'bridge.command.given', schema: 'urn:ledgerbridge:schema:command:v1', contract: Command },
  deadLetters: {
    type: 'bridge.dead-letter.recorded',
    schema: 'urn:ledgerbridge:schema:dead-letter:v1',
    contract: DeadLetter,
  },
};

export interface OperationEnvelope<K extends keyof Operations> {
  /** Unique per message; the same one when it is published again. */
  readonly id: string;
  /** Service that tells it, as `/services/<name>`. */
  readonly service: string;
  readonly key: string;
  readonly time: string;
  readonly data: Operations[K];
}

/** An operational event as a CloudEvents message on its `bridge.*` topic. */
export function encodeOperation<K extends keyof Operations>(kind: K, envelope: OperationEnvelope<K>): EncodedMessage {
  const { type, schema } = OPERATIONS[kind];
  const { headers, value } = encodeBinary({
    id: envelope.id,
    type,
    source: `/services/${envelope.service}`,
    subject: envelope.key,
    time: envelope.time,
    dataschema: schema,
    extensions: {},
    data: envelope.data,
  });
  return { topic: OPERATION_TOPICS[kind], key: envelope.key, headers, value };
}

/** @throws ContractError as `decodeEvent` does. */
export function decodeOperation<K extends keyof Operations>(kind: K, message: ReceivedEnvelope): Operations[K] {
  const { type, schema, contract } = OPERATIONS[kind];
  const envelope = decodeBinary(message);
  if (envelope.type !== type || envelope.dataschema !== schema) {
    throw new ContractError('UNKNOWN_EVENT_VERSION', `expected ${type} of ${schema}`, { header: 'ce_type' });
  }
  const data = plainToInstance(contract, envelope.data);
  const fields = validateSync(data as object).map((error) => error.property);
  if (fields.length > 0) throw new ContractError('INVALID_EVENT', `${type}: ${fields.join(', ')}`, { fields });
  return data;
}
