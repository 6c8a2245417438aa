import { isBridgeError, type FailureClass } from '@ledgerbridge/contracts';
import type { Classification, FailureScope } from '@ledgerbridge/eventing';
import { safeDetails, type CallFailure, type ChargebeeErrorCode } from './chargebee.errors.js';

type Verdict = 'transient' | 'target-down' | 'in-doubt' | 'duplicate' | FailureClass;

/**
 * What each `api_error_code` means for a delivery. `broken-off`: the server failed at some point of the work, perhaps
 * after it; taken for a refusal, a void that comes next would find nothing to void.
 * @see https://apidocs.chargebee.com/docs/api#error_codes_list
 */
const BY_API_CODE: Readonly<Record<string, Verdict | 'broken-off'>> = {
  invalid_request: 'data',
  param_wrong_value: 'data',
  resource_not_found: 'data',
  duplicate_entry: 'duplicate',
  configuration_incompatible: 'configuration',
  resource_limit_exhausted: 'configuration',
  resource_limit_exceeded: 'configuration',
  payment_processing_failed: 'rejected',
  payment_method_not_present: 'rejected',
  payment_method_verification_failed: 'rejected',
  payment_intent_invalid: 'rejected',
  payment_intent_invalid_amount: 'rejected',
  payment_gateway_currency_incompatible: 'rejected',
  api_authentication_failed: 'configuration',
  basic_authentication_failed: 'configuration',
  request_blocked: 'configuration',
  api_authorization_failed: 'configuration',
  site_not_found: 'configuration',
  http_method_not_supported: 'configuration',
  invalid_state_for_request: 'rejected',
  unable_to_process_request: 'rejected',
  api_request_limit_exceeded: 'transient',
  third_party_api_request_limit_exceeded: 'transient',
  lock_timeout: 'transient',
  internal_error: 'broken-off',
  internal_temporary_error: 'broken-off',
  db_connection_failure: 'broken-off',
  site_not_ready: 'target-down',
  site_read_only_mode: 'target-down',
};

/**
 * Not one record's fault: every call of the connection would end the same, so one failure speaks for all. An operation
 * that is not enabled ends only its own kind of call; it counts, because nothing but the site's settings can mend it.
 */
const OF_CONNECTION: ReadonlySet<string> = new Set([
  'configuration_incompatible',
  'api_authentication_failed',
  'basic_authentication_failed',
  'request_blocked',
  'api_authorization_failed',
  'site_not_found',
]);

interface CallError {
  readonly code: ChargebeeErrorCode;
  readonly message: string;
  readonly failure: CallFailure;
}

/** The one table of what a failed call means. An error that no call threw is our own fault and proves nothing: in doubt. */
export function classifyError(error: unknown): Classification {
  if (!isCallError(error)) return { kind: 'in-doubt' };
  const verdict = verdictOf(error);
  if (verdict === 'transient') return transient(error.failure.retryAfterMs);
  if (verdict === 'target-down' || verdict === 'in-doubt' || verdict === 'duplicate') return { kind: verdict };
  return permanent(error, verdict);
}

function verdictOf({ code, failure }: CallError): Verdict {
  switch (code) {
    case 'LEASE_LOST':
      return 'transient';
    case 'CHARGEBEE_UNREACHABLE':
      return 'target-down';
    case 'CHARGEBEE_ANSWER_LOST':
      return lost(failure);
    case 'CHARGEBEE_UNEXPECTED_ANSWER':
      return byStatus(failure);
    case 'CHARGEBEE_REFUSED':
      return byApiCode(failure);
  }
}

function byApiCode(failure: CallFailure): Verdict {
  const verdict = BY_API_CODE[failure.apiErrorCode ?? ''] ?? byStatus(failure);
  if (verdict === 'broken-off') return lost(failure);
  // its values are a list of the site's settings, and which of them is sent is one of ours
  if (verdict === 'data' && failure.param === 'create_reason_code') return 'configuration';
  const isOwnId = failure.param === undefined || failure.param === 'id';
  return verdict === 'duplicate' && !isOwnId ? 'data' : verdict;
}

/** For answers without a code we know: of a proxy before the API, or of an API newer than the table. */
function byStatus(failure: CallFailure): Verdict {
  const { httpStatus: status = 0 } = failure;
  if (status === 429) return 'transient';
  if (status === 503) return 'target-down';
  if (status >= 500 || (status >= 200 && status < 300)) return lost(failure);
  const isWellFormedRefusal = failure.apiErrorCode !== undefined && status !== 401 && status !== 403;
  return isWellFormedRefusal ? 'rejected' : 'configuration';
}

/** A read may be made again at once; a write must be looked for first. */
function lost({ method }: CallFailure): 'transient' | 'in-doubt' {
  return method === 'GET' ? 'transient' : 'in-doubt';
}

function transient(retryAfterMs: number | undefined): Classification {
  return retryAfterMs === undefined ? { kind: 'transient' } : { kind: 'transient', retryAfterMs };
}

function permanent({ code, message, failure }: CallError, failureClass: FailureClass): Classification {
  const name = failure.apiErrorCode ?? code;
  const details = safeDetails(failure);
  return { kind: 'permanent', failureClass, code: name, message, details, scope: scopeOf(failure) };
}

/** What is refused without a code of the API was not answered by it at all: the address or something before it is wrong. */
function scopeOf({ apiErrorCode, httpStatus }: CallFailure): FailureScope {
  const isRefusedAccess = httpStatus === 401 || httpStatus === 403;
  return apiErrorCode === undefined || isRefusedAccess || OF_CONNECTION.has(apiErrorCode) ? 'connection' : 'record';
}

function isCallError(error: unknown): error is CallError {
  return isBridgeError(error) && typeof (error as { failure?: unknown }).failure === 'object';
}
