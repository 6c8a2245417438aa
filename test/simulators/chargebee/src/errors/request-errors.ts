import { apiError, type ApiError } from './api-error.js';

/** 404 for an unknown path or an unknown id in a path. */
export function notFound(): ApiError {
  return apiError({
    status: 404,
    type: 'invalid_request',
    code: 'resource_not_found',
    text: "Sorry, we couldn't find that resource",
  });
}

/** 401 for a missing, malformed or unknown API key. */
export function notAuthenticated(): ApiError {
  return apiError({
    status: 401,
    type: 'untyped',
    code: 'api_authentication_failed',
    text: 'Sorry, authentication failed. Invalid api key',
    headers: { 'www-authenticate': 'Basic realm="Chargebee API"' },
  });
}

/** 403 for a write with a read-only key. */
export function notAuthorized(): ApiError {
  return apiError({
    status: 403,
    type: 'untyped',
    code: 'api_authorization_failed',
    text: 'Sorry, the api key used does not allow this operation',
  });
}

/** 403 for a site that was switched off. */
export function siteDisabled(): ApiError {
  return apiError({
    status: 403,
    type: 'untyped',
    code: 'request_blocked',
    legacyCode: 'api_disabled',
    text: 'Sorry, API access is disabled for this site',
  });
}

/** 405 for a verb the path does not have. */
export function methodNotSupported(): ApiError {
  return apiError({
    status: 405,
    type: 'invalid_request',
    code: 'http_method_not_supported',
    text: 'The HTTP method is not supported for this path',
  });
}

/** 400 for a body that cannot be read as a form. */
export function unreadableRequest(text: string): ApiError {
  return apiError({ status: 400, type: 'invalid_request', code: 'invalid_request', text });
}

/** 409 for an object whose state does not allow the operation. */
export function invalidState(text: string): ApiError {
  return apiError({ status: 409, type: 'invalid_request', code: 'invalid_state_for_request', text });
}

/** 422 for an idempotency key that was used with another request. */
export function keyReused(): ApiError {
  return apiError({
    status: 422,
    type: 'invalid_request',
    code: 'unable_to_process_request',
    text: 'The idempotency key was used before with a different request',
  });
}

/** 429 for another request in flight on the same object or key. */
export function lockTimeout(): ApiError {
  return apiError({
    status: 429,
    type: 'operation_failed',
    code: 'lock_timeout',
    text: 'Another request on the same resource is in progress, try again later',
  });
}

/** 429 for too many requests a minute or at once; `retryAfterSeconds` becomes the header when given. */
export function requestLimitExceeded(retryAfterSeconds?: number): ApiError {
  return apiError({
    status: 429,
    type: 'operation_failed',
    code: 'api_request_limit_exceeded',
    text: 'Sorry, the request limit of this site is exceeded, try again later',
    headers: retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) },
  });
}

/** 500 of the original's own. */
export function internalError(): ApiError {
  return apiError({
    status: 500,
    type: 'operation_failed',
    code: 'internal_error',
    text: 'Sorry, something went wrong when trying to process the request',
  });
}

/** 503 with the given code: `internal_temporary_error`, `site_read_only_mode`, … */
export function unavailable(code: 'internal_temporary_error' | 'site_read_only_mode'): ApiError {
  return apiError({
    status: 503,
    type: 'operation_failed',
    code,
    text: 'Sorry, the server cannot handle the request at the moment',
  });
}
