import { apiError, type ApiError } from './api-error.js';

/** 400 for a parameter whose value breaks a rule. `legacyCode` is the older `error_code`. */
export function wrongValue(param: string, text: string, legacyCode = 'param_wrong_value'): ApiError {
  return apiError({ status: 400, type: 'invalid_request', code: 'param_wrong_value', legacyCode, text, param });
}

/** 400 for text that is not an e-mail address, a number, a date and so on. */
export function wrongFormat(param: string): ApiError {
  return wrongValue(param, 'wrong format', 'wrong_format');
}

/** 400 for a required parameter that is absent or empty. */
export function blank(param: string): ApiError {
  return wrongValue(param, 'cannot be blank', 'param_cannot_be_blank');
}

/** 400 for a parameter the operation does not have. */
export function unknownParam(param: string): ApiError {
  return wrongValue(param, 'is not a parameter of this operation', 'param_not_supported');
}

/** 400 for an id that some object of the site, deleted ones included, already has. */
export function duplicate(param: string, value: string): ApiError {
  return apiError({
    status: 400,
    type: 'invalid_request',
    code: 'duplicate_entry',
    legacyCode: 'param_not_unique',
    text: `The value ${value} is already present.`,
    param,
  });
}

/** 404 for a parameter that names an object the site does not have. */
export function referenceNotFound(param: string, value: string): ApiError {
  return apiError({
    status: 404,
    type: 'invalid_request',
    code: 'resource_not_found',
    text: `${value} not found`,
    param,
  });
}

/** 400 for a parameter or an operation that needs a setting this site does not have. */
export function notEnabled(text: string, param?: string): ApiError {
  const named = param === undefined ? {} : { param };
  return apiError({
    status: 400,
    type: 'invalid_request',
    code: 'configuration_incompatible',
    legacyCode: 'api_restricted',
    text,
    ...named,
  });
}
