import { BridgeError, type SafeDetails } from '@ledgerbridge/contracts';

export type ChargebeeErrorCode =
  /** No connection came about; nothing was sent. */
  | 'CHARGEBEE_UNREACHABLE'
  /** Bytes went out and no whole answer came back: time-out, reset, answer cut off. */
  | 'CHARGEBEE_ANSWER_LOST'
  /** An answer that is not the API's: HTML of a proxy, a redirect, JSON of another shape, too long. */
  | 'CHARGEBEE_UNEXPECTED_ANSWER'
  /** The API said no; `details.apiErrorCode` says why. */
  | 'CHARGEBEE_REFUSED'
  /** The right to call ended while waiting for a turn; nothing was sent. */
  | 'LEASE_LOST';

export interface CallFailure {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly httpStatus?: number;
  /** `api_error_code` of the answer. */
  readonly apiErrorCode?: string;
  /** Parameter the answer names, as `line_items[amount][0]`. */
  readonly param?: string;
  readonly retryAfterMs?: number;
}

/** A call to Chargebee that did not end with the API's success. */
export class ChargebeeError extends BridgeError<ChargebeeErrorCode> {
  readonly failure: CallFailure;

  constructor(code: ChargebeeErrorCode, message: string, failure: CallFailure, cause?: unknown) {
    super(code, message, { retryable: mayPass(code, failure.httpStatus), details: safeDetails(failure), cause });
    this.failure = failure;
  }
}

function mayPass(code: ChargebeeErrorCode, status = 0): boolean {
  if (code !== 'CHARGEBEE_REFUSED' && code !== 'CHARGEBEE_UNEXPECTED_ANSWER') return true;
  return status === 429 || status >= 500 || (status >= 200 && status < 300);
}

/** The failure without what is undefined or only of use to the caller. */
export function safeDetails(failure: CallFailure): SafeDetails {
  const { retryAfterMs: _delay, ...details } = failure;
  return Object.fromEntries(Object.entries(details).filter(([, value]) => value !== undefined));
}

export type UnfitRecordCode =
  /** More digits after the point than Chargebee keeps for the currency, or more before it than it can hold. */
  | 'AMOUNT_DOES_NOT_FIT'
  /** An id, e-mail address or reference longer than Chargebee takes; cutting it would change what it names. */
  | 'FIELD_TOO_LONG'
  | 'NEGATIVE_TOTAL'
  /** Lines, discounts, taxes and rounding do not come to the total. */
  | 'TOTALS_DISAGREE'
  /** More rounding than the 99 smallest units an import takes. */
  | 'ROUNDING_TOO_LARGE'
  | 'TOO_MANY_TAXES'
  /** The taxes of one name come to less than zero. */
  | 'NEGATIVE_TAX'
  /** No line is there to carry what the document states. */
  | 'NO_LINES'
  /** A status that no import can express. */
  | 'STATUS_NOT_IMPORTABLE';

/** A valid record that Chargebee has no room for. Only a change of the record helps. */
export class UnfitRecordError extends BridgeError<UnfitRecordCode> {
  constructor(code: UnfitRecordCode, message: string, details: SafeDetails) {
    super(code, message, { retryable: false, details });
  }
}
