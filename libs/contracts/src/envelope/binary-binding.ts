import { CloudEvent, Kafka } from 'cloudevents';
import { ContractError } from '../errors/contract.errors.js';
import { isInstant } from '../records/validators.js';
import type { ReceivedEnvelope } from './encoded-message.js';

/** CloudEvents attributes and JSON data, apart from any transport. */
export interface BinaryEnvelope {
  readonly id: string;
  readonly type: string;
  readonly source: string;
  readonly subject?: string;
  readonly time: string;
  readonly dataschema: string;
  readonly extensions: Readonly<Record<string, string>>;
  readonly data: unknown;
}

const REQUIRED = ['ce_specversion', 'ce_id', 'ce_type', 'ce_source', 'ce_time', 'ce_dataschema'] as const;
const ATTRIBUTES = new Set<string>([...REQUIRED, 'ce_subject', 'ce_datacontenttype']);

/**
 * Binary mode of the CloudEvents Kafka binding. The package hands the data back as an object and adds headers for
 * every own property of the event, so both are put right here, once.
 * @see https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/kafka-protocol-binding.md#32-binary-content-mode
 */
export function encodeBinary(envelope: BinaryEnvelope): { headers: Record<string, string>; value: Buffer } {
  const { extensions, data, ...attributes } = envelope;
  const message = Kafka.binary(
    new CloudEvent({ ...attributes, ...extensions, datacontenttype: 'application/json', data }),
  );
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  for (const [name, value] of Object.entries(message.headers as Record<string, unknown>)) {
    if (typeof value === 'string' && name.startsWith('ce_') && name !== 'ce_datacontenttype') headers[name] = value;
  }
  return { headers, value: Buffer.from(JSON.stringify(data), 'utf8') };
}

/** @throws ContractError MALFORMED_EVENT, naming the header, or the value when it is not a JSON object. */
export function decodeBinary(message: ReceivedEnvelope): BinaryEnvelope {
  const headers = readHeaders(message);
  for (const name of REQUIRED) {
    if (!headers[name]) throw new ContractError('MALFORMED_EVENT', `header ${name} is missing`, { header: name });
  }
  if (headers['ce_specversion'] !== '1.0') {
    throw new ContractError('UNKNOWN_EVENT_VERSION', 'ce_specversion must be 1.0', { header: 'ce_specversion' });
  }
  if (!isInstant(headers['ce_time'])) {
    throw new ContractError('MALFORMED_EVENT', 'ce_time must be an RFC 3339 instant in UTC', { header: 'ce_time' });
  }
  const extensions = Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => name.startsWith('ce_') && !ATTRIBUTES.has(name))
      .map(([name, value]) => [name.slice(3), value]),
  );
  return {
    id: headers['ce_id'] ?? '',
    type: headers['ce_type'] ?? '',
    source: headers['ce_source'] ?? '',
    ...(headers['ce_subject'] === undefined ? {} : { subject: headers['ce_subject'] }),
    time: headers['ce_time'] ?? '',
    dataschema: headers['ce_dataschema'] ?? '',
    extensions,
    data: parseJsonObject(message.value),
  };
}

function readHeaders(message: ReceivedEnvelope): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(message.headers)) {
    if (value !== undefined) headers[name.toLowerCase()] = value.toString('utf8' as never);
  }
  return headers;
}

function parseJsonObject(value: Buffer | null): unknown {
  let data: unknown;
  try {
    data = JSON.parse(value?.toString('utf8') ?? '');
  } catch (cause) {
    throw new ContractError('MALFORMED_EVENT', 'the value is not JSON', {}, cause);
  }
  if (typeof data !== 'object' || data === null || Array.isArray(data)) {
    throw new ContractError('MALFORMED_EVENT', 'the value is not a JSON object');
  }
  return data;
}
