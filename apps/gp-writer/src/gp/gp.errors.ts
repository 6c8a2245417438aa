import { BridgeError } from '@ledgerbridge/contracts';
import type { FaultSettings } from './connection-settings.js';

export type GpErrorCode =
  /** The connection was given back before the call was made. */
  | 'LEASE_LOST'
  /** Surely not received: refused connection, unknown host, 503 of the web server. */
  | 'GP_UNREACHABLE'
  /** Perhaps carried out: time-out, reset, cut answer. */
  | 'GP_ANSWER_LOST'
  /** 401 or 403: the Windows account, its password, or the endpoint's authentication scheme. */
  | 'GP_ACCESS_DENIED'
  /** Neither an answer nor a fault of the service: a proxy, another address, another version. */
  | 'GP_UNEXPECTED_ANSWER'
  /** The service has no policy for an operation that cannot be called without one. */
  | 'GP_POLICY_MISSING'
  /** Not sent: the policy wants distributions now, and the document was made under one that did not. */
  | 'GP_POLICY_CHANGED'
  /** A business rule refused the call; `failure.messages` names which. */
  | 'GP_VALIDATION'
  /** A fault without a validation result. */
  | 'GP_SYSTEM_FAULT';

/** One message of a validation result. `id` is GP's own and undocumented. */
export interface ValidationMessage {
  readonly text: string;
  readonly id?: string;
  readonly properties: readonly string[];
  readonly isWarning: boolean;
}

/** What a failed call was and how it failed, for the classifier. */
export interface GpFailure {
  readonly operation: string;
  readonly httpStatus?: number;
  readonly faultString?: string;
  /** Key of the entry in GP's exception log. */
  readonly logId?: string;
  /** Empty: the log was read and holds none. Absent: it could not be read, or there is none. */
  readonly messages?: readonly ValidationMessage[];
  /** What texts mean in this installation; asked first. */
  readonly rules?: readonly FaultSettings[];
}

/** A call to GP that did not go well. */
export class GpError extends BridgeError<GpErrorCode> {
  readonly failure: GpFailure;

  constructor(code: GpErrorCode, message: string, failure: GpFailure, cause?: unknown) {
    super(code, message, { retryable: RETRYABLE.has(code), details: { operation: failure.operation }, cause });
    this.failure = failure;
  }
}

const RETRYABLE: ReadonlySet<GpErrorCode> = new Set([
  'LEASE_LOST',
  'GP_UNREACHABLE',
  'GP_ANSWER_LOST',
  'GP_POLICY_CHANGED',
]);
