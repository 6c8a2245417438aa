import { plainToInstance, type ClassConstructor } from 'class-transformer';
import { validateSync } from 'class-validator';
import { ContractError } from '../errors/contract.errors.js';
import { CHANGES, type CanonicalEvent, type ChangeOf, type RecordStates } from '../records/canonical-event.js';
import { CreditNote } from '../records/credit-note.js';
import { Customer } from '../records/customer.js';
import { Invoice } from '../records/invoice.js';
import { Payment } from '../records/payment.js';
import { CONNECTION_ID_PATTERN, RECORD_TYPES, subjectOf, type RecordType } from '../records/record-ref.js';
import { Subscription } from '../records/subscription.js';
import { RECORD_TOPICS, recordKey } from '../topics/topics.js';
import { withoutNulls } from '../values/without-nulls.js';
import { decodeBinary, encodeBinary, type BinaryEnvelope } from './binary-binding.js';
import type { EncodedMessage, ReceivedEnvelope } from './encoded-message.js';

const STATE_CLASSES: { [T in RecordType]: ClassConstructor<RecordStates[T]> } = {
  customer: Customer,
  invoice: Invoice,
  payment: Payment,
  'credit-note': CreditNote,
  subscription: Subscription,
};

const EVENT_TYPE = /^billing\.([a-z-]+)\.([a-z]+)$/;

export function schemaOf(type: RecordType): string {
  return `urn:ledgerbridge:schema:${type}:v1`;
}

/** A canonical event as a CloudEvents 1.0 message in binary mode, on its topic, under its key. */
export function encodeEvent(event: CanonicalEvent): EncodedMessage {
  const { record } = event;
  const { headers, value } = encodeBinary({
    id: event.id,
    type: `billing.${record.type}.${event.change}`,
    source: `/connections/${record.connection}`,
    subject: subjectOf(record),
    time: event.time,
    dataschema: schemaOf(record.type),
    extensions: {
      sequence: event.sequence,
      ...(event.causationId === undefined ? {} : { causationid: event.causationId }),
    },
    data: event.state,
  });
  return { topic: RECORD_TOPICS[record.type], key: recordKey(record), headers, value };
}

/**
 * The event in a message of a `billing.*` topic.
 * @throws ContractError MALFORMED_EVENT, UNKNOWN_EVENT_VERSION or INVALID_EVENT, naming the header or field.
 */
export function decodeEvent(message: ReceivedEnvelope): CanonicalEvent {
  const envelope = decodeBinary(message);
  const { type, change } = parseType(envelope);
  if (envelope.dataschema !== schemaOf(type)) {
    throw new ContractError('UNKNOWN_EVENT_VERSION', `ce_dataschema must be ${schemaOf(type)}`, {
      header: 'ce_dataschema',
    });
  }
  const state = plainToInstance(STATE_CLASSES[type] as ClassConstructor<object>, withoutNulls(envelope.data));
  assertValid(state, type);
  return {
    id: envelope.id,
    record: { connection: parseSource(envelope), type, sourceId: parseSubject(envelope, type) },
    change,
    sequence: parseSequence(envelope),
    time: envelope.time,
    ...(envelope.extensions['causationid'] === undefined ? {} : { causationId: envelope.extensions['causationid'] }),
    state,
  } as CanonicalEvent;
}

function assertValid(state: object, type: RecordType): void {
  const errors = validateSync(state, { forbidUnknownValues: true });
  if (errors.length === 0) return;
  const fields = errors.map((error) => error.property);
  throw new ContractError('INVALID_EVENT', `${type} does not satisfy its contract: ${fields.join(', ')}`, { fields });
}

function parseType(envelope: BinaryEnvelope): { type: RecordType; change: ChangeOf } {
  const [, type, change] = EVENT_TYPE.exec(envelope.type) ?? [];
  const known = RECORD_TYPES.find((candidate) => candidate === type);
  if (known === undefined || !(CHANGES[known] as readonly string[]).includes(change ?? '')) {
    throw new ContractError('UNKNOWN_EVENT_VERSION', 'ce_type is not an event type of this version', {
      header: 'ce_type',
    });
  }
  return { type: known, change: change as ChangeOf };
}

function parseSource(envelope: BinaryEnvelope): string {
  const connection = /^\/connections\/(.+)$/.exec(envelope.source)?.[1];
  if (connection === undefined || !CONNECTION_ID_PATTERN.test(connection)) {
    throw new ContractError('MALFORMED_EVENT', 'ce_source must be /connections/<id>', { header: 'ce_source' });
  }
  return connection;
}

function parseSubject(envelope: BinaryEnvelope, type: RecordType): string {
  const prefix = `${type}/`;
  if (!envelope.subject?.startsWith(prefix) || envelope.subject.length === prefix.length) {
    throw new ContractError('MALFORMED_EVENT', `ce_subject must be ${prefix}<source id>`, { header: 'ce_subject' });
  }
  return envelope.subject.slice(prefix.length);
}

function parseSequence(envelope: BinaryEnvelope): string {
  const sequence = envelope.extensions['sequence'];
  if (sequence === undefined || !/^\d{15}$/.test(sequence)) {
    throw new ContractError('MALFORMED_EVENT', 'ce_sequence must be 15 digits', { header: 'ce_sequence' });
  }
  return sequence;
}
