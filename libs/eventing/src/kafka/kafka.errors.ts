import { BridgeError, type SafeDetails } from '@ledgerbridge/contracts';

export type KafkaErrorCode =
  /** No broker answers, or a connection broke. */
  | 'KAFKA_UNAVAILABLE'
  /** The broker refused the request for a reason that passes by itself (election, coordinator moving). */
  | 'KAFKA_BUSY'
  /** The partition was given to another member of the group. */
  | 'NOT_ASSIGNED'
  /** The broker refused the request for good; `details.type` has Kafka's name of the error. */
  | 'KAFKA_REFUSED'
  /** A message is larger than the topic takes. */
  | 'MESSAGE_TOO_LARGE'
  /** Topics do not exist and may not be created; `details.topics` names them. */
  | 'TOPICS_MISSING'
  /** A consumer stopped fetching or heartbeating without saying so. */
  | 'CONSUMER_STALLED'
  /** A topic holds other events at offsets already landed: it was deleted and created again. */
  | 'TOPIC_RECREATED';

/** Thrown by the message bus and by what consumes from it. */
export class KafkaError extends BridgeError<KafkaErrorCode> {
  constructor(
    code: KafkaErrorCode,
    message: string,
    options: { retryable: boolean; details?: SafeDetails; cause?: unknown },
  ) {
    super(code, message, options);
  }
}
