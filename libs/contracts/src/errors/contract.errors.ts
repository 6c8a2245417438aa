import { BridgeError, type SafeDetails } from './bridge-error.js';

export type ContractErrorCode =
  /** A required CloudEvents header is missing or malformed, or the value is not JSON. */
  | 'MALFORMED_EVENT'
  /** A well-formed event of a major version or type this build does not know. */
  | 'UNKNOWN_EVENT_VERSION'
  /** The data does not satisfy its contract. */
  | 'INVALID_EVENT'
  /** Lines, discounts, taxes, rounding and total of a document do not add up. */
  | 'TOTALS_DISAGREE';

/** Thrown when something is not the contract it claims to be. Never retryable: the bytes will not change. */
export class ContractError extends BridgeError<ContractErrorCode> {
  constructor(code: ContractErrorCode, message: string, details: SafeDetails = {}, cause?: unknown) {
    super(code, message, { retryable: false, details, cause });
  }
}
