import { isBridgeError } from '@ledgerbridge/contracts';
import { KafkaError } from './kafka.errors.js';

/** What kafkajs puts on its errors; read by name, since its classes differ between copies and realms. */
interface ForeignError {
  readonly name?: string;
  readonly message?: string;
  /** Kafka's name of a protocol error, e.g. `NOT_LEADER_FOR_PARTITION`. */
  readonly type?: string;
  readonly retriable?: boolean;
  readonly cause?: unknown;
}

const UNAVAILABLE_NAMES = new Set([
  'KafkaJSConnectionError',
  'KafkaJSConnectionClosedError',
  'KafkaJSRequestTimeoutError',
  'KafkaJSBrokerNotFound',
  'KafkaJSNoBrokerAvailableError',
  'KafkaJSLockTimeout',
]);
const NOT_ASSIGNED_TYPES = new Set([
  'ILLEGAL_GENERATION',
  'UNKNOWN_MEMBER_ID',
  'REBALANCE_IN_PROGRESS',
  'FENCED_INSTANCE_ID',
]);
const TOO_LARGE_TYPES = new Set(['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE', 'RECORD_TOO_LARGE']);

/** One place where what the broker client throws becomes our error. */
export function classifyKafkaError(error: unknown, doing: string): KafkaError {
  if (isBridgeError(error) && error.name === 'KafkaError') return error as KafkaError;
  const root = rootOf(error as ForeignError);
  const type = root.type ?? root.name ?? 'unknown';
  const details = { type, doing };
  const say = (what: string): string => `${doing}: ${what} (${type})`;
  if (UNAVAILABLE_NAMES.has(root.name ?? '')) {
    return new KafkaError('KAFKA_UNAVAILABLE', say('no answer from Kafka'), { retryable: true, details, cause: error });
  }
  if (NOT_ASSIGNED_TYPES.has(type)) {
    return new KafkaError('NOT_ASSIGNED', say('the partition moved on'), { retryable: false, details, cause: error });
  }
  if (TOO_LARGE_TYPES.has(type)) {
    return new KafkaError('MESSAGE_TOO_LARGE', say('too large'), { retryable: false, details, cause: error });
  }
  if (root.retriable === true) {
    return new KafkaError('KAFKA_BUSY', say('not now'), { retryable: true, details, cause: error });
  }
  return new KafkaError('KAFKA_REFUSED', say('refused'), { retryable: false, details, cause: error });
}

/** kafkajs wraps an error once for "retries exceeded" and once for "non retriable"; the innermost one tells. */
function rootOf(error: ForeignError): ForeignError {
  let root = error;
  for (let depth = 0; depth < 8; depth += 1) {
    const { cause } = root;
    if (typeof cause !== 'object' || cause === null || cause === root) break;
    if (!(cause as ForeignError).name?.startsWith('KafkaJS')) break;
    root = cause;
  }
  return root;
}
