import { describe, expect, it } from '@jest/globals';
import { aCashReceipt, aGpCustomer } from '../documents/gp-document.fixture.js';
import { classifyError } from '../error-classifier.js';
import { GpError } from '../gp.errors.js';
import type { SoapAnswer } from '../transport/soap-transport.port.js';
import {
  answered,
  fault,
  LOG_ID,
  logged,
  scriptedGateway,
  validationFault,
  type Script,
} from './scripted-transport.fixture.js';

const CREATE = 'CreateCashReceipt';
const LOG = 'GetLoggedValidationResultByKey';

async function refusalOf(script: Script, settings = {}) {
  const scripted = scriptedGateway(script, settings);
  const error: unknown = await scripted.gateway.createCashReceipt(aCashReceipt()).catch((thrown: unknown) => thrown);
  return { ...scripted, error: error as GpError };
}

function html(status: number): SoapAnswer {
  return { status, contentType: 'text/html', body: '<!DOCTYPE html><html><body>no</body></html>' };
}

describe('faults of a business rule', () => {
  it('given a log id in the fault, then the log is read, in a turn of its own, and its messages are told', async () => {
    const script = { [CREATE]: validationFault(), [LOG]: logged(['Document number already exists', 'b'], ['w']) };
    const { error, guarded, transport } = await refusalOf(script);
    expect(error).toMatchObject({
      code: 'GP_VALIDATION',
      message: `Dynamics GP refused ${CREATE}: Document number already exists`,
      failure: {
        operation: CREATE,
        httpStatus: 500,
        logId: LOG_ID,
        faultString: 'A validation exception has occurred.',
        messages: [
          { text: 'Document number already exists', id: '7', properties: ['Key'], isWarning: false },
          { text: 'b', isWarning: false },
          { text: 'w', isWarning: true },
        ],
      },
    });
    expect(guarded.slice(-2)).toEqual([CREATE, LOG]);
    expect(transport.envelopeOf(LOG)).toContain(`<gp:logId>${LOG_ID}</gp:logId><gp:context>`);
    expect(classifyError(error)).toEqual({ kind: 'duplicate' });
  });

  it.each([
    ['nested, with another prefix', `<x:a xmlns:x="urn:x"><x:Message>${LOG_ID}</x:Message></x:a>`],
    ['within other text', `<Message>Log: ${LOG_ID}.</Message>`],
    ['anywhere in the detail', `<ExceptionDetail>see ${LOG_ID}</ExceptionDetail>`],
  ])('given the log id %s, then it is found', async (_name, detail) => {
    const answer = fault('A validation exception has occurred.', detail);
    const { error } = await refusalOf({ [CREATE]: answer, [LOG]: logged(['no']) });
    expect(error).toMatchObject({ code: 'GP_VALIDATION', failure: { logId: LOG_ID, messages: [{ text: 'no' }] } });
  });

  it.each([
    ['refused', fault('Access denied')],
    ['lost', new GpError('GP_ANSWER_LOST', 'lost', { operation: LOG })],
    ['no SOAP', html(200)],
  ])('given a log whose reading is %s, then what is known is told and the write is in doubt', async (_name, log) => {
    const { error } = await refusalOf({ [CREATE]: validationFault(), [LOG]: log });
    expect(error).toMatchObject({ code: 'GP_VALIDATION', failure: { logId: LOG_ID } });
    expect(error.failure.messages).toBeUndefined();
    expect(classifyError(error)).toEqual({ kind: 'in-doubt' });
  });

  it('given warnings alone, then whether the document is there must be looked up', async () => {
    const { error } = await refusalOf({ [CREATE]: validationFault(), [LOG]: logged([], ['Customer is on hold']) });
    expect(error.failure.messages).toHaveLength(1);
    expect(classifyError(error)).toEqual({ kind: 'in-doubt' });
  });

  it('given rules of the connection, then its errors carry them', async () => {
    const faults = [{ match: 'gesperrt', as: 'transient' as const }];
    const { error } = await refusalOf({ [CREATE]: validationFault(), [LOG]: logged(['Stapel gesperrt']) }, { faults });
    expect(classifyError(error)).toEqual({ kind: 'transient' });
  });

  it('given a message that repeats what was sent of a person, then it is told without', async () => {
    const script = { CreateCustomer: validationFault(), [LOG]: logged(['Name Acme Ltd at a@b.example is not valid']) };
    const { gateway } = scriptedGateway(script);
    const sent = gateway.createCustomer(aGpCustomer({ email: 'a@b.example' })).catch((thrown: unknown) => thrown);
    const error = (await sent) as GpError;
    expect(error.failure.messages?.[0]?.text).toBe('Name … at … is not valid');
    expect(JSON.stringify([error.message, error.failure])).not.toContain('Acme');
  });
});

describe('other faults', () => {
  it('given a system exception, then it is told by its words', async () => {
    const { error, transport } = await refusalOf({ [CREATE]: fault('An unhandled  system exception.') });
    expect(error).toMatchObject({
      code: 'GP_SYSTEM_FAULT',
      failure: { faultString: 'An unhandled system exception.' },
    });
    expect(transport.operations()).not.toContain(LOG);
    expect(classifyError(error)).toEqual({ kind: 'in-doubt' });
  });

  it('given an id in the detail that is none of the log, then it is a system exception all the same', async () => {
    const answer = fault('An unhandled system exception.', `<Activity>${LOG_ID}</Activity>`);
    const { error } = await refusalOf({ [CREATE]: answer, [LOG]: logged([]) });
    expect(error.code).toBe('GP_SYSTEM_FAULT');
  });

  it('given a message that is no id, then it speaks for itself', async () => {
    const answer = fault(
      'Server error',
      '<ExceptionDetail><Message>Transaction was deadlocked</Message></ExceptionDetail>',
    );
    const { error } = await refusalOf({ [CREATE]: answer });
    expect(classifyError(error)).toEqual({ kind: 'transient' });
  });

  it('given a fault of SOAP 1.2, then it is read too', async () => {
    const s = 'http://www.w3.org/2003/05/soap-envelope';
    const body = `<e:Envelope xmlns:e="${s}"><e:Body><e:Fault><e:Code/><e:Reason><e:Text>Access is denied.</e:Text></e:Reason></e:Fault></e:Body></e:Envelope>`;
    const { error } = await refusalOf({ [CREATE]: { status: 500, contentType: 'application/soap+xml', body } });
    expect(classifyError(error)).toMatchObject({ kind: 'permanent', code: 'ACCESS_DENIED', scope: 'connection' });
  });

  it.each([
    ['HTML', html(200), 'in-doubt'],
    ['HTML of a gateway', html(502), 'in-doubt'],
    ['HTML of a server in maintenance', html(503), 'target-down'],
    ['another page', html(404), 'permanent'],
    ['nothing', { status: 200, contentType: 'text/xml', body: '' }, 'in-doubt'],
    ['the answer of another call', answered('GetCashReceiptByKey'), 'in-doubt'],
    ['an answer cut off', { ...answered(CREATE), body: answered(CREATE).body.slice(0, -20) }, 'in-doubt'],
    ['an answer with an error status', { ...answered(CREATE), status: 500 }, 'in-doubt'],
  ] as const)('given %s, then it is no answer of the service', async (_name, answer, kind) => {
    const { error } = await refusalOf({ [CREATE]: answer });
    expect(error).toMatchObject({ code: 'GP_UNEXPECTED_ANSWER', failure: { httpStatus: answer.status } });
    expect(classifyError(error).kind).toBe(kind);
  });

  it('given a failure of the transport, then it goes through as it is', async () => {
    const lost = new GpError('GP_ANSWER_LOST', 'lost', { operation: CREATE });
    expect((await refusalOf({ [CREATE]: lost })).error).toBe(lost);
  });
});
