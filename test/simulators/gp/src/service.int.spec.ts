import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startGpSimulator, type GpSimulator } from './simulator.js';
import { byKey, CONTEXT, invoiceValue, money, receiptValue, writing } from './testing/requests.js';
import { SoapClient } from './testing/soap-client.js';

describe('the service', () => {
  let simulator: GpSimulator;
  let client: SoapClient;

  beforeAll(async () => {
    simulator = await startGpSimulator();
    client = new SoapClient(simulator);
  });
  afterAll(async () => {
    client.close();
    await simulator.close();
  });
  beforeEach(() => simulator.controls.reset());

  it('names its companies', async () => {
    const answer = await client.call('GetCompanyList', CONTEXT);
    expect([answer.status, answer.find('Name')]).toEqual([200, 'Fabrikam, Inc.']);
  });

  it.each(['Invoice', 'CreditMemo', 'DebitMemo'])(
    'creates a receivables %s with an empty answer and reads it back',
    async (kind) => {
      const type = `Receivables${kind}`;
      const created = await client.call(`Create${type}`, writing(type, invoiceValue({ Key: { Id: 'cb-1 ' } })));
      expect([created.status, created.body().name, created.body().children]).toEqual([
        200,
        `Create${type}Response`,
        [],
      ]);
      const read = await client.call(`Get${type}ByKey`, byKey('CB-1'));
      expect(read.find('TransactionState')).toBe('Work');
      expect(simulator.controls.documents()).toMatchObject([{ id: 'CB-1', amount: '100.00', currency: 'USD' }]);
    },
  );

  it('creates a cash receipt and reads it back', async () => {
    expect((await client.call('CreateCashReceipt', writing('CashReceipt', receiptValue()))).status).toBe(200);
    const read = await client.call('GetCashReceiptByKey', byKey('CBP00000000000001'));
    expect(read.find('Value')).toBe('100.00000');
  });

  it('creates, changes and reads a customer', async () => {
    const value = { Key: { Id: 'new1' }, Name: 'Nüñez & Söhne', ClassKey: { Id: 'default' } };
    expect((await client.call('CreateCustomer', writing('Customer', value))).status).toBe(200);
    const changed = writing('Customer', { Key: { Id: 'NEW1' }, Comment1: 'B' }, 'UpdateCustomer');
    expect((await client.call('UpdateCustomer', changed)).status).toBe(200);
    const read = await client.call('GetCustomerByKey', byKey('NEW1'));
    expect([read.find('Name'), read.find('Comment1')]).toEqual(['Nüñez & Söhne', 'B']);
  });

  it('refuses a duplicate through the exception log', async () => {
    const content = writing('ReceivablesInvoice', invoiceValue());
    await client.call('CreateReceivablesInvoice', content);
    const refused = await client.call('CreateReceivablesInvoice', content);
    expect([refused.status, refused.faultText()]).toEqual([500, 'A validation exception has occurred.']);
    const logId = refused.find('Message') as string;
    const logged = await client.call('GetLoggedValidationResultByKey', `<logId>${logId}</logId>${CONTEXT}`);
    expect(logged.find('Message')).toContain('Duplicate document number');
  });

  it('knows no document that was not created', async () => {
    const missing = await client.call('GetReceivablesInvoiceByKey', byKey('NONE'));
    expect([missing.status, missing.faultText()]).toEqual([500, 'Business object not found.']);
  });

  it('counts a request that departs from the schema', async () => {
    const content = writing('ReceivablesInvoice', invoiceValue({ SalesAmount: money('1') })).replace(
      '<Type xsi:nil="true"/>',
      '',
    );
    expect((await client.call('CreateReceivablesInvoice', content)).status).toBe(500);
    expect(simulator.controls.summary().schemaViolations).toMatchObject({ count: 1 });
  });
});
