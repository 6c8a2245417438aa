import { describe, expect, it } from '@jest/globals';
import { readAnswer } from './answer.js';
import { ChargebeeError, type CallFailure } from './chargebee.errors.js';
import { classifyError } from './error-classifier.js';
import { transportFailure } from './transport-failure.js';

const post: CallFailure = { method: 'POST', path: '/invoices/import_invoice' };
const get: CallFailure = { method: 'GET', path: '/invoices/1' };

function answered(status: number, text: string, call = post, headers: Record<string, string> = {}): unknown {
  try {
    return readAnswer({ status, headers, text }, call);
  } catch (error) {
    return error;
  }
}

function refusal(status: number, api_error_code: string, more: object = {}): unknown {
  return answered(status, JSON.stringify({ message: 'no', type: 'invalid_request', api_error_code, ...more }));
}

const HTML = '<html><body>Bad Gateway</body></html>';

describe('classification of answers', () => {
  it.each([
    [400, 'param_wrong_value', 'data'],
    [400, 'invalid_request', 'data'],
    [400, 'configuration_incompatible', 'configuration'],
    [400, 'resource_limit_exhausted', 'configuration'],
    [400, 'resource_limit_exceeded', 'configuration'],
    [400, 'payment_processing_failed', 'rejected'],
    [400, 'payment_method_not_present', 'rejected'],
    [401, 'api_authentication_failed', 'configuration'],
    [401, 'basic_authentication_failed', 'configuration'],
    [403, 'request_blocked', 'configuration'],
    [403, 'api_authorization_failed', 'configuration'],
    [404, 'resource_not_found', 'data'],
    [404, 'site_not_found', 'configuration'],
    [405, 'http_method_not_supported', 'configuration'],
    [409, 'invalid_state_for_request', 'rejected'],
    [422, 'unable_to_process_request', 'rejected'],
    [400, 'a_code_of_next_year', 'rejected'],
  ])('given %i %s, then it is permanent of class %s', (status, code, failureClass) => {
    expect(classifyError(refusal(status, code))).toMatchObject({ kind: 'permanent', failureClass, code });
  });

  it('given a reason code the site does not have, then it is one of configuration', () => {
    const error = refusal(400, 'param_wrong_value', { param: 'create_reason_code' });
    expect(classifyError(error)).toMatchObject({ failureClass: 'configuration', scope: 'record' });
  });

  it.each([
    [429, 'api_request_limit_exceeded', 'transient'],
    [429, 'third_party_api_request_limit_exceeded', 'transient'],
    [429, 'lock_timeout', 'transient'],
    [500, 'internal_error', 'in-doubt'],
    [503, 'internal_temporary_error', 'in-doubt'],
    [503, 'db_connection_failure', 'in-doubt'],
    [503, 'site_not_ready', 'target-down'],
    [503, 'site_read_only_mode', 'target-down'],
    [400, 'duplicate_entry', 'duplicate'],
  ])('given %i %s, then it is %s', (status, code, kind) => {
    expect(classifyError(refusal(status, code)).kind).toBe(kind);
  });

  it('given a server that failed on a read, then it is read again', () => {
    expect(classifyError(answered(500, '{"api_error_code":"internal_error"}', get)).kind).toBe('transient');
  });

  it('given duplicate_entry for another parameter than the id, then it is a failure of the data', () => {
    expect(classifyError(refusal(400, 'duplicate_entry', { param: 'id' })).kind).toBe('duplicate');
    const other = refusal(400, 'duplicate_entry', { param: 'line_items[id][0]' });
    expect(classifyError(other)).toMatchObject({ kind: 'permanent', failureClass: 'data' });
  });

  it.each([
    [200, HTML, post, 'in-doubt'],
    [200, '[]', post, 'in-doubt'],
    [200, HTML, get, 'transient'],
    [500, HTML, post, 'in-doubt'],
    [502, HTML, post, 'in-doubt'],
    [504, '', post, 'in-doubt'],
    [504, '', get, 'transient'],
    [503, HTML, post, 'target-down'],
    [429, HTML, post, 'transient'],
    [403, HTML, post, 'permanent'],
    [404, HTML, post, 'permanent'],
    [302, '', post, 'permanent'],
  ])('given HTTP %i with %j, then it is no API answer and %#', (status, text, call, kind) => {
    expect(classifyError(answered(status, text, call)).kind).toBe(kind);
  });

  it('given Retry-After in seconds or as a date, then it is handed on', () => {
    const limited = JSON.stringify({ message: 'slow down', api_error_code: 'api_request_limit_exceeded' });
    expect(classifyError(answered(429, limited, post, { 'retry-after': '7' }))).toEqual({
      kind: 'transient',
      retryAfterMs: 7000,
    });
    const soon = new Date(Date.now() + 60_000).toUTCString();
    const classified = classifyError(answered(429, limited, post, { 'retry-after': soon }));
    expect(classified).toMatchObject({ kind: 'transient', retryAfterMs: expect.any(Number) as unknown });
  });

  it('given a refusal that repeats an e-mail address, then it is told without', () => {
    const error = refusal(400, 'param_wrong_value', { message: 'jo@example.com : wrong format', param: 'email' });
    const classified = classifyError(error);
    expect(JSON.stringify(classified)).not.toContain('jo@example.com');
    expect(classified).toMatchObject({ scope: 'record', details: { param: 'email' } });
  });

  it('given a refusal of any length, then addresses are looked for in its beginning only', () => {
    const begun = performance.now();
    refusal(400, 'param_wrong_value', { message: 'a'.repeat(100_000) });
    expect(performance.now() - begun).toBeLessThan(1_000);
  });

  it.each([
    [401, 'api_authentication_failed', 'connection'],
    [401, 'a_code_of_next_year', 'connection'],
    [400, 'configuration_incompatible', 'connection'],
    [403, 'request_blocked', 'connection'],
    [404, 'site_not_found', 'connection'],
    [400, 'param_wrong_value', 'record'],
    [404, 'resource_not_found', 'record'],
    [400, 'resource_limit_exceeded', 'record'],
  ])('given %i %s, then it concerns the %s', (status, code, scope) => {
    expect(classifyError(refusal(status, code))).toMatchObject({ kind: 'permanent', scope });
  });

  it.each([302, 401, 403, 404])('given HTTP %i that is not of the API, then it concerns the connection', (status) => {
    expect(classifyError(answered(status, HTML))).toMatchObject({ failureClass: 'configuration', scope: 'connection' });
  });
});

describe('classification below HTTP', () => {
  it.each([
    [{ code: 'ECONNREFUSED', syscall: 'connect' }, 'target-down'],
    [{ code: 'ENOTFOUND', syscall: 'getaddrinfo' }, 'target-down'],
    [{ code: 'ETIMEDOUT', syscall: 'connect' }, 'target-down'],
    [{ code: 'UND_ERR_CONNECT_TIMEOUT' }, 'target-down'],
    [{ code: 'CERT_HAS_EXPIRED' }, 'target-down'],
    [{ code: 'ECONNRESET', syscall: 'read' }, 'in-doubt'],
    [{ code: 'EPIPE', syscall: 'write' }, 'in-doubt'],
    [{ code: 'UND_ERR_SOCKET' }, 'in-doubt'],
    [{ code: 'UND_ERR_HEADERS_TIMEOUT' }, 'in-doubt'],
    [{ code: 'UND_ERR_BODY_TIMEOUT' }, 'in-doubt'],
    [{ code: 'UND_ERR_RES_EXCEEDED_MAX_SIZE' }, 'in-doubt'],
    [{ name: 'TimeoutError' }, 'in-doubt'],
    [{ code: 'UND_ERR_CLOSED' }, 'transient'],
  ])('given %j while writing, then it is %s', (error, kind) => {
    expect(classifyError(transportFailure(error, post)).kind).toBe(kind);
  });
  it('given a lost answer to a read, then it is read again', () => {
    expect(classifyError(transportFailure({ code: 'ECONNRESET' }, get)).kind).toBe('transient');
  });
  it('given an error of our own, then it proves nothing about the write', () => {
    expect(classifyError(new TypeError('x is undefined'))).toEqual({ kind: 'in-doubt' });
  });
  it('given errors that may pass by themselves, then they say so', () => {
    expect(new ChargebeeError('CHARGEBEE_ANSWER_LOST', 'x', get).retryable).toBe(true);
    expect((refusal(400, 'param_wrong_value') as ChargebeeError).retryable).toBe(false);
    expect((refusal(503, 'site_not_ready') as ChargebeeError).retryable).toBe(true);
  });
});
