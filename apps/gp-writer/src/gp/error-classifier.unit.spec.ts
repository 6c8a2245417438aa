import { describe, expect, it } from '@jest/globals';
import type { FaultSettings } from './connection-settings.js';
import { classifyError, isNotFound } from './error-classifier.js';
import { GpError, type GpErrorCode, type GpFailure } from './gp.errors.js';

const CREATE = 'CreateReceivablesInvoice';

function failed(code: GpErrorCode, failure: Partial<GpFailure> = {}): GpError {
  return new GpError(code, 'no', { operation: CREATE, ...failure });
}

function refused(texts: readonly string[], more: Partial<GpFailure> = {}): GpError {
  const messages = texts.map((text) => ({ text, properties: ['Key'], isWarning: false }));
  return failed('GP_VALIDATION', { messages, ...more });
}

function rule(match: string, as: FaultSettings['as']): FaultSettings {
  return { match, as };
}

describe('what a failed call to GP means', () => {
  it.each([
    ['Error Number = 190 Stored Procedure taRMTransaction Error Description = Document number is taken', 'duplicate'],
    ['Document number (DOCNUMBR) already exists in either RM00401, RM10301, RM20101 or RM30101', 'duplicate'],
    ['Transaction was deadlocked on lock resources with another process', 'transient'],
    ['The policy is not the one that is in force', 'transient'],
    ['Customer number (CUSTNMBR) already exists in the customer master table - RM00101', 'duplicate'],
    ['The batch CB20260331 is being edited by another user', 'transient'],
    ['Batch is currently in use', 'transient'],
    ['The company is offline', 'target-down'],
    ['A network-related or instance-specific error occurred', 'target-down'],
  ])('given a validation message %j, then it is %s', (text, kind) => {
    expect(classifyError(refused([text])).kind).toBe(kind);
  });

  it.each([
    ['Customer number (CUSTNMBR) does not exist in Customer Master - RM00101', 'data', 'CUSTOMER_UNKNOWN', 'record'],
    ['Error Number = 221 whatever it says', 'data', 'CUSTOMER_UNKNOWN', 'record'],
    ['Customer is inactive (INACTIVE = 1 in RM00101)', 'rejected', 'CUSTOMER_BLOCKED', 'record'],
    ['Customer class (CUSTCLAS) does not exist - RM00201', 'configuration', 'SETUP_UNKNOWN', 'record'],
    ['Checkbook ID (CHEKBKID) does not exist - CM00100', 'configuration', 'SETUP_UNKNOWN', 'record'],
    ['Credit card name (CRCARDID) does not exist', 'configuration', 'SETUP_UNKNOWN', 'record'],
    ['The batch (BACHNUMB) exists with another origin', 'configuration', 'BATCH_NOT_USABLE', 'record'],
    ['The distributions do not add up to the amount', 'configuration', 'DISTRIBUTIONS_DISAGREE', 'record'],
    ['The value is longer than the field allows', 'data', 'VALUE_TOO_LONG', 'record'],
    ['A required value is missing', 'data', 'VALUE_MISSING', 'record'],
    ['The customer is inactive', 'rejected', 'CUSTOMER_BLOCKED', 'record'],
    ['Currency ID (CURNCYID) does not exist in MC40200', 'configuration', 'CURRENCY_NOT_ENABLED', 'record'],
    ['The exchange rate for the document could not be found', 'configuration', 'EXCHANGE_RATE_MISSING', 'record'],
    ['DOCAMNT is not SLSAMNT - TRDISAMT + FRTAMNT + MISCAMNT + TAXAMNT', 'data', 'AMOUNTS_DISAGREE', 'record'],
    ['TAXAMNT does not equal the sum of its tax details', 'configuration', 'TAX_DETAILS_DISAGREE', 'record'],
    ['Tax detail USNYSALES does not exist', 'configuration', 'TAX_DETAIL_UNKNOWN', 'record'],
    ['Tax schedule (TAXSCHID) does not exist', 'configuration', 'TAX_SCHEDULE_UNKNOWN', 'record'],
    ['The account string 000-9999-00 does not exist', 'configuration', 'ACCOUNT_UNKNOWN', 'record'],
    ['The batch does not exist', 'configuration', 'BATCH_NOT_USABLE', 'record'],
    ['Access is denied', 'configuration', 'ACCESS_DENIED', 'connection'],
    ['The user is not assigned to a role of this company', 'configuration', 'ACCESS_DENIED', 'connection'],
    ['The company is not enabled for Web Services', 'configuration', 'COMPANY_UNKNOWN', 'connection'],
    ['Something nobody has seen before', 'rejected', 'GP_VALIDATION', 'record'],
  ])('given a validation message %j, then it is permanent: %s %s of the %s', (text, failureClass, code, scope) => {
    expect(classifyError(refused([text]))).toMatchObject({ kind: 'permanent', failureClass, code, scope });
  });

  it('given a closed period, then the document is held until the settings say that it is open', () => {
    const text = 'The fiscal period of the posting date is closed';
    expect(classifyError(refused([text]))).toMatchObject({
      kind: 'held',
      reason: 'PERIOD_CLOSED',
      details: { operation: CREATE, messages: [text] },
    });
  });

  it('given a message of any sentence, then the word transaction is no action that is missing', () => {
    expect(classifyError(refused(['The transaction was not found']))).toMatchObject({ code: 'GP_VALIDATION' });
  });

  it.each([
    [['The batch is in use', 'The account does not exist'], { kind: 'permanent', code: 'ACCOUNT_UNKNOWN' }],
    [['The account does not exist', 'Document number already exists'], { kind: 'duplicate' }],
    [['Something else', 'The batch is in use'], { kind: 'transient' }],
    [['The fiscal period is closed', 'The customer does not exist'], { kind: 'permanent', code: 'CUSTOMER_UNKNOWN' }],
  ])('given several messages %j, then the one that decides is taken', (texts, expected) => {
    expect(classifyError(refused(texts))).toMatchObject(expected);
  });

  it('given warnings beside errors, then the errors decide', () => {
    const warning = { text: 'The customer is on hold', properties: [], isWarning: true };
    const error = { text: 'The account does not exist', properties: [], isWarning: false };
    const classified = classifyError(failed('GP_VALIDATION', { messages: [warning, error] }));
    expect(classified).toMatchObject({ code: 'ACCOUNT_UNKNOWN' });
  });

  it('given warnings alone or an unreadable log, then whether the document is there must be looked up', () => {
    const messages = [{ text: 'The customer is on hold', properties: [], isWarning: true }];
    expect(classifyError(failed('GP_VALIDATION', { messages }))).toEqual({ kind: 'in-doubt' });
    expect(classifyError(failed('GP_VALIDATION', { faultString: 'A validation exception has occurred' }))).toEqual({
      kind: 'in-doubt',
    });
  });

  it.each([
    ['GP_UNREACHABLE', CREATE, 'target-down'],
    ['LEASE_LOST', CREATE, 'transient'],
    ['GP_ANSWER_LOST', CREATE, 'in-doubt'],
    ['GP_ANSWER_LOST', 'GetCustomerByKey', 'transient'],
    ['GP_SYSTEM_FAULT', CREATE, 'in-doubt'],
    ['GP_SYSTEM_FAULT', 'GetCustomerByKey', 'transient'],
    ['GP_ACCESS_DENIED', CREATE, 'permanent'],
    ['GP_POLICY_MISSING', 'GetPolicyByOperation', 'permanent'],
  ] as const)('given the error %s of %s, then it is %s', (code, operation, kind) => {
    expect(classifyError(failed(code, { operation })).kind).toBe(kind);
  });

  it.each([
    ['Timeout expired. The timeout period elapsed', 'in-doubt'],
    ['A transport-level error has occurred when receiving results from the server', 'in-doubt'],
    ['Transaction was deadlocked', 'transient'],
    ['Cannot open database "TWO" requested by the login', 'target-down'],
  ])('given a system fault %j of a create, then it is %s', (faultString, kind) => {
    expect(classifyError(failed('GP_SYSTEM_FAULT', { faultString })).kind).toBe(kind);
  });

  it.each([
    [503, CREATE, 'target-down'],
    [429, CREATE, 'transient'],
    [502, CREATE, 'in-doubt'],
    [200, CREATE, 'in-doubt'],
    [200, 'GetCashReceiptByKey', 'transient'],
    [404, CREATE, 'permanent'],
    [302, CREATE, 'permanent'],
  ] as const)('given HTTP %i that is no answer of the service to %s, then it is %s', (httpStatus, operation, kind) => {
    expect(classifyError(failed('GP_UNEXPECTED_ANSWER', { httpStatus, operation })).kind).toBe(kind);
  });

  it('given rules of the connection, then they are asked before the table', () => {
    const rules = [
      rule('stapel.*gesperrt', 'transient'),
      rule('account', 'rejected'),
      rule('kein Zugriff', 'access-denied'),
    ];
    expect(classifyError(refused(['Der Stapel ist GESPERRT'], { rules })).kind).toBe('transient');
    expect(classifyError(refused(['The account does not exist'], { rules }))).toMatchObject({
      failureClass: 'rejected',
    });
    const denied = failed('GP_SYSTEM_FAULT', { faultString: 'Kein Zugriff', rules });
    expect(classifyError(denied)).toMatchObject({ kind: 'permanent', scope: 'connection', code: 'ACCESS_DENIED' });
  });

  it('given a rule for the fault string, then it is asked only where no message says more', () => {
    const rules = [rule('validation exception', 'rejected')];
    const faultString = 'A validation exception has occurred.';
    const taken = ['Duplicate document number. DOCNUMBR already exists in RM00401'];
    expect(classifyError(refused(taken, { faultString, rules }))).toEqual({ kind: 'duplicate' });
    expect(classifyError(failed('GP_VALIDATION', { faultString, rules }))).toMatchObject({ failureClass: 'rejected' });
  });

  it('given a rule for warnings, then it settles what the table leaves in doubt', () => {
    const messages = [{ text: 'The customer is on hold', properties: [], isWarning: true }];
    const classified = classifyError(failed('GP_VALIDATION', { messages, rules: [rule('on hold', 'rejected')] }));
    expect(classified).toMatchObject({ kind: 'permanent', failureClass: 'rejected' });
  });

  it('given a refusal, then its details name the operation, the log entry, the messages and properties', () => {
    const error = refused(['The account does not exist'], { httpStatus: 500, logId: 'a1', faultString: 'no' });
    expect(classifyError(error)).toMatchObject({
      details: {
        operation: CREATE,
        httpStatus: 500,
        logId: 'a1',
        faultString: 'no',
        messages: ['The account does not exist'],
        properties: ['Key'],
      },
    });
  });

  it('given an error that no call threw, then it proves nothing', () => {
    expect(classifyError(new TypeError('x'))).toEqual({ kind: 'in-doubt' });
    expect(classifyError(undefined)).toEqual({ kind: 'in-doubt' });
  });
});

describe('an object that GP does not have', () => {
  const read = { operation: 'GetCustomerByKey' };

  it('given the text of the service or one of a rule, then it is told from every other failure', () => {
    const faultString = 'Business object not found.';
    expect(isNotFound(failed('GP_SYSTEM_FAULT', { ...read, faultString }))).toBe(true);
    expect(isNotFound(failed('GP_VALIDATION', { ...read, faultString }))).toBe(true);
    const rules = [rule('nicht gefunden', 'not-found')];
    expect(isNotFound(refused(['Objekt nicht gefunden'], { ...read, rules }))).toBe(true);
    expect(isNotFound(failed('GP_SYSTEM_FAULT', { ...read, faultString: 'Access denied' }))).toBe(false);
    expect(isNotFound(failed('GP_ANSWER_LOST', read))).toBe(false);
  });
});
