import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startGpSimulator, type GpSimulator } from '../simulator.js';
import { byKey, CONTEXT, invoiceValue, receiptValue, writing } from '../testing/requests.js';
import { SoapClient } from '../testing/soap-client.js';

describe('a data folder', () => {
  let dataDir: string;
  let simulator: GpSimulator;
  let client: SoapClient;

  async function start(): Promise<void> {
    simulator = await startGpSimulator({ dataDir });
    client = new SoapClient(simulator);
  }
  async function stop(): Promise<void> {
    client.close();
    await simulator.close();
  }
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'gp-simulator-'));
    await start();
  });
  afterEach(async () => {
    await stop();
    await rm(dataDir, { recursive: true });
  });

  const create = (id: string) =>
    client.call('CreateReceivablesInvoice', writing('ReceivablesInvoice', invoiceValue({ Key: { Id: id } })));

  it('keeps documents, customers, added data, postings and the exception log', async () => {
    simulator.controls.addData({ checkbooks: ['NEW BANK'], currencies: [{ code: 'KWD', decimals: 3 }] });
    await client.call('CreateCustomer', writing('Customer', { Key: { Id: 'C-1' }, Name: 'Jürgen' }));
    await create('A');
    simulator.controls.post('CB20260331');
    await create('B');
    const refused = await create('B');
    const before = simulator.controls.summary().companies;
    await stop();
    await start();
    expect(simulator.controls.summary().companies).toEqual(before);
    expect((await client.call('GetCustomerByKey', byKey('C-1'))).find('Name')).toBe('Jürgen');
    const logId = refused.find('Message') as string;
    const logged = await client.call('GetLoggedExceptionDataByKey', `<logId>${logId}</logId>${CONTEXT}`);
    expect([logged.find('ExceptionType'), logged.find('RequestXml')]).toEqual([
      'ValidationException',
      expect.stringContaining('CreateReceivablesInvoice'),
    ]);
    const receipt = writing('CashReceipt', receiptValue({ BankAccountKey: { Id: 'new bank' } }));
    expect((await client.call('CreateCashReceipt', receipt)).status).toBe(200);
  });

  it('drops a half-written last line and goes on after it', async () => {
    await create('A');
    await stop();
    await appendFile(join(dataDir, 'gp.jsonl'), '{"company":-1,"changes":[{"kind":"docu');
    await start();
    await create('B');
    await stop();
    await start();
    expect(simulator.controls.documents().map(({ id }) => id)).toEqual(['A', 'B']);
  });

  it('is empty after a reset', async () => {
    await create('A');
    simulator.controls.reset();
    await stop();
    await start();
    expect(simulator.controls.documents()).toEqual([]);
  });
});
