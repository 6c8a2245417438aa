import { BridgeError, type SafeDetails } from '@ledgerbridge/contracts';

export type EventingErrorCode =
  /** A message to publish is larger than a topic takes; nothing was written. */
  | 'EVENT_TOO_LARGE'
  /** A partition's position was moved by another consumer since this one read it; nothing was landed. */
  | 'POSITION_MOVED'
  /** The relay stopped publishing without an error, or fails though Kafka and Postgres answer others. */
  | 'RELAY_STALLED'
  /** A handler of landed batches was declared in a way it cannot work. */
  | 'HANDLER_MISDECLARED';

export class EventingError extends BridgeError<EventingErrorCode> {
  constructor(code: EventingErrorCode, message: string, options: { retryable: boolean; details?: SafeDetails }) {
    super(code, message, options);
  }
}
