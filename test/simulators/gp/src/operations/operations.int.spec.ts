import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { NS } from '../schema/namespaces.js';
import { startGpSimulator, type GpSimulator } from '../simulator.js';
import { DEFAULT_SWITCHES, type Switches } from '../switches.js';
import { byKey, CONTEXT, invoiceValue, member, policy, receiptValue, writing } from '../testing/requests.js';
import { SoapClient } from '../testing/soap-client.js';

describe('operations', () => {
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
  beforeEach(() => {
    simulator.controls.reset();
    simulator.controls.set(DEFAULT_SWITCHES);
  });

  const invoice = (id: string, more = {}, switches: Partial<Switches> = {}) =>
    client.call(
      'CreateReceivablesInvoice',
      writing('ReceivablesInvoice', invoiceValue({ Key: { Id: id }, ...more }), 'CreateReceivablesInvoice', switches),
    );
  const messages = (): string[] => Object.keys(simulator.controls.summary().validationFaults);
  const ids = (text: string): string[] =>
    [...text.matchAll(/<Key><Id>([^<]*)<\/Id><\/Key>/g)].map(([, id]) => id ?? '');

  describe('policies', () => {
    const ask = (operation: string) =>
      client.call('GetPolicyByOperation', `<operation>${operation}</operation>${CONTEXT}`);

    it('sent back as they came, let a document be created', async () => {
      const answer = await ask('CreateReceivablesInvoice');
      const sent = /<GetPolicyByOperationResult>(.*)<\/GetPolicyByOperationResult>/s.exec(answer.text)?.[1] ?? '';
      const content = `${member('receivablesInvoice', 'ReceivablesInvoice', invoiceValue())}${CONTEXT}<policy>${sent}</policy>`;
      expect((await client.call('CreateReceivablesInvoice', content)).status).toBe(200);
    });

    it('have the behaviours the administrator chose', async () => {
      simulator.controls.set({ distributions: 'provided', batchPrefix: 'WS' });
      const { text } = await ask('CreateCashReceipt');
      expect(text).toContain('<Name>Prefix</Name><Value>WS</Value>');
      expect(text).toMatch(/<SelectedOption>(?:(?!<\/SelectedOption>).)*Distributions will be provided/s);
    });

    it('are found by key, and there are none for reading', async () => {
      const key = (await ask('CreateCustomer')).find('Id') as string;
      expect((await client.call('GetPolicyByKey', byKey(key))).find('Name')).toBe('CreateCustomer Default');
      expect((await ask('GetBatchList')).faultText()).toBe('Business object not found.');
    });

    const body = member('receivablesInvoice', 'ReceivablesInvoice', invoiceValue()) + CONTEXT;
    const current = policy('CreateReceivablesInvoice');
    const keyOnly = current.replace(/<Behaviors>.*<\/RootBusinessObjectName>/s, '');

    it.each<[string, string, Partial<Switches>, string[]]>([
      ['of another operation', policy('CreateCashReceipt'), {}, ['The policy does not exist']],
      ['left out', '', {}, ['The policy does not exist']],
      ['changed', current.replace('Hourly', 'Daily'), {}, ['The policy is not the one that is in force']],
      ['changed', current.replace('Hourly', 'Daily'), { changedPolicy: 'ignore' }, []],
      ['with its key alone', keyOnly, {}, ['The policy is not the one that is in force']],
      ['with its key alone', keyOnly, { keyOnlyPolicy: 'accept' }, []],
    ])('%s', async (_name, sent, switches, expected) => {
      simulator.controls.set(switches);
      await client.call('CreateReceivablesInvoice', body + sent);
      expect(messages()).toEqual(expected);
    });
  });

  it('companies are found by key and criteria', async () => {
    expect((await client.call('GetCompanyByKey', `<key><d:Id>-1</d:Id></key>${CONTEXT}`)).find('Name')).toContain(
      'Fabrikam',
    );
    expect((await client.call('GetCompanyByKey', `<key><d:Id>5</d:Id></key>${CONTEXT}`)).faultText()).toContain(
      'not found',
    );
    const named = `<criteria><Name><Like>fab%</Like></Name></criteria>${CONTEXT}`;
    expect((await client.call('GetCompanyList', named)).find('Name')).toBe('Fabrikam, Inc.');
    expect((await client.call('GetWSEnabledCompanyList', CONTEXT)).status).toBe(200);
  });

  describe('lists', () => {
    beforeEach(async () => {
      await invoice('CB-1');
      await invoice('CB-2', { Date: '2026-04-30T00:00:00', BatchKey: { Id: 'OTHER' } });
      await client.call('CreateCashReceipt', writing('CashReceipt', receiptValue()));
    });
    const list = async (type: string, criteria: object): Promise<string[]> => {
      const scope = { Scope: 'Return All', ...criteria };
      const content = member('criteria', `${type}Criteria`, scope) + CONTEXT;
      return ids((await client.call(`Get${type}List`, content)).text);
    };

    it.each<[string, object, string[]]>([
      ['ReceivablesInvoice', {}, ['CB-1', 'CB-2']],
      ['ReceivablesInvoice', { BatchId: { EqualValue: 'other' } }, ['CB-2']],
      ['ReceivablesInvoice', { DocumentId: { EqualValue: 'cb-1' } }, ['CB-1']],
      ['ReceivablesInvoice', { Date: { From: '2026-04-01T00:00:00', To: '2026-04-30T00:00:00' } }, ['CB-2']],
      ['ReceivablesInvoice', { CustomerId: { EqualValue: 'NOBODY' } }, []],
      ['ReceivablesDocument', { DocumentId: { Like: 'CB%' } }, ['CB-1', 'CB-2', 'CBP00000000000001']],
      ['ReceivablesDocument', { Type: { EqualValue: 'Cash Receipt' } }, ['CBP00000000000001']],
      ['ReceivablesDocument', { TransactionState: { EqualValue: 'Open' } }, []],
      ['ReceivablesCreditMemo', {}, []],
      ['CashReceipt', { Id: { Like: 'CBP%' } }, ['CBP00000000000001']],
      ['CashReceipt', { CurrencyISOCode: { EqualValue: 'EUR' } }, []],
      ['Customer', { Id: { EqualValue: 'AARONFIT0001' } }, ['AARONFIT0001']],
      ['Customer', { Name: { Like: 'x%' } }, []],
    ])('%s by %j: %j', async (type, criteria, expected) => {
      expect(await list(type, criteria)).toEqual(expected);
    });

    it('end at the limit', async () => {
      simulator.controls.set({ listLimit: 1 });
      expect(await list('ReceivablesInvoice', {})).toEqual(['CB-1']);
    });

    it('show what entity-id filtering hides from GetByKey, unless they are filtered too', async () => {
      simulator.controls.set({ filteredIds: ['cb-1'] });
      expect((await client.call('GetReceivablesInvoiceByKey', byKey('CB-1'))).faultText()).toContain('not found');
      expect(await list('ReceivablesInvoice', {})).toEqual(['CB-1', 'CB-2']);
      simulator.controls.set({ filteredInLists: true });
      expect(await list('ReceivablesInvoice', {})).toEqual(['CB-2']);
      await invoice('CB-1');
      expect(messages()).toContainEqual(expect.stringContaining('Duplicate document number'));
    });

    it('batches are what their unposted documents make of them', async () => {
      const key =
        '<key><Source>RM_Cash</Source><Id>cbp20260331</Id><CreatedDateTime>2026-03-31T00:00:00</CreatedDateTime></key>';
      const batch = await client.call('GetBatchByKey', key + CONTEXT);
      expect(['NumberOfTransactions', 'Source', 'Value'].map(batch.find)).toEqual(['1', 'RM_Cash', '100.00000']);
      const all = await client.call(
        'GetBatchList',
        `<criteria><Source><EqualValue>RM_Sales</EqualValue></Source></criteria>${CONTEXT}`,
      );
      expect([...all.text.matchAll(/<Source>/g)]).toHaveLength(2);
      simulator.controls.post('CBP20260331');
      expect((await client.call('GetBatchByKey', key + CONTEXT)).faultText()).toContain('not found');
    });
  });

  describe('faults', () => {
    it.each<[Switches['messageNesting'], RegExp]>([
      ['plain', /<detail><Message>[0-9a-f-]{36}<\/Message><\/detail>/],
      ['namespaced', new RegExp(`<x:Message xmlns:x="${NS.gp}">[0-9a-f-]{36}</x:Message>`)],
      ['nested', /<InnerException><Message>[0-9a-f-]{36}<\/Message>/],
      ['bare-text', /<detail>[0-9a-f-]{36}<\/detail>/],
    ])('carry the log id %s', async (messageNesting, pattern) => {
      simulator.controls.set({ messageNesting });
      expect((await invoice('X', { CustomerKey: { Id: 'NOBODY' } })).text).toMatch(pattern);
    });

    it("can be worded as eConnect's", async () => {
      simulator.controls.set({ messageStyle: 'econnect' });
      const refused = await invoice('X', { CustomerKey: { Id: 'NOBODY' } });
      const logId = `<logId>${refused.find('Message')}</logId>`;
      const logged = await client.call('GetLoggedValidationResultByKey', logId + CONTEXT);
      expect(logged.find('Message')).toMatch(
        /^Error Number = 221 {2}Stored Procedure taRMTransaction {2}Error Description = /,
      );
    });

    it('name an unknown log id as not found', async () => {
      const logId = '<logId>00000000-0000-0000-0000-000000000000</logId>';
      expect((await client.call('GetLoggedExceptionDataByKey', logId + CONTEXT)).faultText()).toContain('not found');
    });
  });

  it('counts what GP does without a word', async () => {
    const { TaxAmount: _tax, ...value } = invoiceValue();
    await client.call('CreateReceivablesInvoice', writing('ReceivablesInvoice', value));
    expect(simulator.controls.summary().silent).toEqual({ 'tax-calculated': 1 });
    expect(simulator.controls.documents()).toMatchObject([{ amount: '107.00' }]);
  });
});
