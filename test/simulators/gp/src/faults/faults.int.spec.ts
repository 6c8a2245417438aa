import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { NS } from '../schema/namespaces.js';
import { startGpSimulator, type GpSimulator } from '../simulator.js';
import { CONTEXT, envelope, receiptValue, writing } from '../testing/requests.js';
import { SoapClient } from '../testing/soap-client.js';
import type { FaultName, FaultPlan } from './fault-plan.js';

describe('faults', () => {
  let simulator: GpSimulator;
  let client: SoapClient;

  beforeAll(async () => {
    simulator = await startGpSimulator();
  });
  afterAll(() => simulator.close());
  beforeEach(async () => {
    simulator.controls.reset();
    client = new SoapClient(simulator);
    await client.call('GetCompanyList', CONTEXT);
  });
  afterEach(() => client.close());

  const meet = (fault: FaultName, more: Partial<FaultPlan> = {}): void =>
    simulator.controls.fault({ operation: 'CreateCashReceipt', fault, times: 1, ...more });
  const create = () => client.call('CreateCashReceipt', writing('CashReceipt', receiptValue()));
  const stored = (): number => simulator.controls.documents().length;
  const logged = async (logId: string) =>
    (await client.call('GetLoggedValidationResultByKey', `<logId>${logId}</logId>${CONTEXT}`)).find('Message');

  it.each<[FaultName, number]>([
    ['reset-before-apply', 0],
    ['reset-after-apply', 1],
    ['truncated', 1],
  ])('%s breaks the connection with %i documents created', async (fault, count) => {
    meet(fault);
    await expect(create()).rejects.toThrow();
    expect(stored()).toBe(count);
    expect(simulator.controls.summary().requests).toMatchObject({ [`CreateCashReceipt ${fault}`]: 1 });
  });

  it.each<[FaultName, number]>([
    ['hang', 0],
    ['hang-after-apply', 1],
  ])('%s never answers, with %i documents created', async (fault, count) => {
    meet(fault);
    const answer = create();
    const outcome = simulatorSaw(fault).then(() => client.close());
    await expect(answer).rejects.toThrow();
    await outcome;
    expect(stored()).toBe(count);
  });

  it.each<[FaultName, number, string, number]>([
    ['503', 503, 'Service Unavailable', 0],
    ['html', 500, 'Runtime Error', 0],
    ['html-200', 200, 'Sign in', 0],
    ['garbled', 200, 'Garbled', 0],
    ['garbled-after-apply', 200, 'Garbled', 1],
    ['system', 500, 'unhandled system exception', 0],
    ['system-after-apply', 500, 'unhandled system exception', 1],
    ['unauthorized', 401, 'Unauthorized', 0],
  ])('%s answers %i with %j', async (fault, status, text, count) => {
    meet(fault);
    const body = envelope('CreateCashReceipt', writing('CashReceipt', receiptValue()));
    const answer = await client.post(body, { soapaction: `"${NS.gp}/CreateCashReceipt"` });
    expect([answer.status, stored()]).toEqual([status, count]);
    expect(answer.text).toContain(text);
  });

  it.each<[FaultName, string, number]>([
    ['deadlock', 'deadlock victim', 0],
    ['timeout', 'Timeout expired', 0],
    ['timeout-after-apply', 'Timeout expired', 1],
    ['batch-locked', 'is in use', 0],
    ['validation', 'Own words', 0],
  ])('%s is a validation fault whose log says %j', async (fault, text, count) => {
    meet(fault, fault === 'validation' ? { message: 'Own words' } : {});
    const answer = await create();
    expect([answer.status, answer.faultText(), stored()]).toEqual([500, 'A validation exception has occurred.', count]);
    expect(await logged(answer.find('Message') as string)).toContain(text);
    expect(Object.keys(simulator.controls.summary().validationFaults)).toEqual([expect.stringContaining(text)]);
  });

  it('a deadlock can show in a system fault', async () => {
    meet('deadlock', { as: 'system' });
    const answer = await create();
    expect([answer.faultText(), answer.find('Message')]).toEqual([
      expect.stringContaining('deadlock victim'),
      undefined,
    ]);
  });

  it('unauthorized leaves the connection anonymous', async () => {
    meet('unauthorized');
    expect((await create()).status).toBe(200);
    expect(simulator.controls.summary().authentication.handshakes).toBe(2);
  });

  it('a connection can be closed after its answer', async () => {
    meet('close-after-answer');
    const answer = await create();
    expect([answer.status, answer.headers.connection]).toEqual([200, 'close']);
  });

  it('slow waits and then answers as usual', async () => {
    meet('slow', { delayMs: 120 });
    expect((await create()).status).toBe(200);
    expect(simulator.controls.requests().at(-1)?.durationMs).toBeGreaterThanOrEqual(100);
  });

  it('down refuses connections until it is up again, on the same port', async () => {
    await simulator.controls.goDown();
    await expect(create()).rejects.toThrow();
    client = new SoapClient(simulator);
    await expect(create()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect((await fetch(`${simulator.controlUrl}/health`)).status).toBe(200);
    await fetch(`${simulator.controlUrl}/up`, { method: 'POST' });
    expect((await create()).status).toBe(200);
  });

  async function simulatorSaw(fault: FaultName): Promise<void> {
    while (simulator.controls.requests().at(-1)?.outcome !== fault) await new Promise((next) => setImmediate(next));
  }
});
