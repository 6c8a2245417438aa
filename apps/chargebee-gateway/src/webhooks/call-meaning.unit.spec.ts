import { describe, expect, it } from '@jest/globals';
import { ChargebeeError, type CallFailure, type ChargebeeErrorCode } from '../chargebee/chargebee.errors.js';
import { meaningOf } from './call-meaning.js';

const failed = (code: ChargebeeErrorCode, failure: Partial<CallFailure> = {}) =>
  new ChargebeeError(code, 'x', { method: 'GET', path: '/events/1', ...failure });

describe('meaningOf a failed read', () => {
  it.each([
    ['nobody there', failed('CHARGEBEE_UNREACHABLE')],
    ['the lease lost', failed('LEASE_LOST')],
    ['a wrong key', failed('CHARGEBEE_REFUSED', { httpStatus: 401, apiErrorCode: 'api_authentication_failed' })],
    ['a blocked site', failed('CHARGEBEE_REFUSED', { httpStatus: 403, apiErrorCode: 'request_blocked' })],
    ['the request limit', failed('CHARGEBEE_REFUSED', { httpStatus: 429, apiErrorCode: 'api_request_limit_exceeded' })],
    ['a proxy that limits', failed('CHARGEBEE_UNEXPECTED_ANSWER', { httpStatus: 429 })],
    ['a gateway that is down', failed('CHARGEBEE_UNEXPECTED_ANSWER', { httpStatus: 503 })],
    ['a login page', failed('CHARGEBEE_UNEXPECTED_ANSWER', { httpStatus: 302 })],
  ])('given %s, then it is the site', (_what, error) => {
    expect(meaningOf(error)).toBe('site');
  });

  it.each([
    ['a lock', failed('CHARGEBEE_REFUSED', { httpStatus: 429, apiErrorCode: 'lock_timeout' })],
    ['an error of the server', failed('CHARGEBEE_REFUSED', { httpStatus: 500, apiErrorCode: 'internal_error' })],
    ['no answer', failed('CHARGEBEE_ANSWER_LOST')],
    ['a page', failed('CHARGEBEE_UNEXPECTED_ANSWER', { httpStatus: 502 })],
    ['an error of our own', new TypeError('x')],
  ])('given %s, then others may go well', (_what, error) => {
    expect(meaningOf(error)).toBe('passing');
  });

  it('given a refused question, then it is this one', () => {
    const refused = failed('CHARGEBEE_REFUSED', { httpStatus: 400, apiErrorCode: 'param_wrong_value' });
    expect(meaningOf(refused)).toBe('refused');
  });
});
