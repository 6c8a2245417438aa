import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startGpSimulator, type GpSimulator } from '../simulator.js';
import { byKey, invoiceValue, money, receiptValue, writing } from '../testing/requests.js';
import { SoapClient } from '../testing/soap-client.js';

describe('control API', () => {
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
  beforeEach(async () => {
    simulator.controls.reset();
    await client.call('CreateReceivablesInvoice', writing('ReceivablesInvoice', invoiceValue()));
    const second = invoiceValue({ Key: { Id: 'CB-2' }, SalesAmount: money('0.10') });
    await client.call('CreateReceivablesInvoice', writing('ReceivablesInvoice', second));
    const yen = { Amount: money('1500', 'JPY', 0), CurrencyKey: { ISOCode: 'JPY' } };
    await client.call('CreateCashReceipt', writing('CashReceipt', receiptValue(yen)));
  });

  async function control(method: string, path: string, body?: unknown) {
    const response = await fetch(`${simulator.controlUrl}/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }

  it('shows counts and money by kind, currency and batch', async () => {
    const { body } = await control('GET', 'summary');
    expect(body).toMatchObject({
      companies: {
        '-1': {
          name: 'Fabrikam, Inc.',
          customers: 1,
          documents: {
            invoice: { count: 2, voided: 0, byState: { Work: 2 }, totals: { USD: '100.10' } },
            'cash-receipt': { count: 1, totals: { JPY: '1500' } },
            'credit-memo': { count: 0, totals: {} },
          },
          batches: [
            { source: 'RM_Sales', id: 'CB20260331', count: 2, totals: { USD: '100.10' } },
            { source: 'RM_Cash', id: 'CBP20260331', count: 1, totals: { JPY: '1500' } },
          ],
        },
      },
      requests: { 'CreateReceivablesInvoice ok': 2, 'CreateCashReceipt ok': 1 },
      schemaViolations: { count: 0, reasons: {} },
      validationFaults: {},
      maxConcurrent: 1,
    });
  });

  it('shows documents, customers and requests', async () => {
    expect((await control('GET', 'documents?kind=cash-receipt&company=-1')).body.items).toMatchObject([
      { id: 'CBP00000000000001', amount: '1500', state: 'Work' },
    ]);
    expect((await control('GET', 'documents')).body.items).toHaveLength(3);
    expect((await control('GET', 'customers')).body.items).toMatchObject([{ id: 'AARONFIT0001' }]);
    expect((await control('GET', 'requests?operation=CreateCashReceipt&outcome=ok')).body.items).toHaveLength(1);
  });

  it('posts a batch, which is gone then, and voids a document', async () => {
    expect((await control('POST', 'post', { batchId: 'cb20260331' })).body).toEqual({ posted: 2 });
    await control('POST', 'void', { kind: 'invoice', id: 'CB-2' });
    const read = await client.call('GetReceivablesInvoiceByKey', byKey('CB-2'));
    expect([read.find('TransactionState'), read.find('IsVoided')]).toEqual(['Open', 'true']);
    expect(simulator.controls.summary().companies['-1']).toMatchObject({
      documents: { invoice: { count: 2, voided: 1, byState: { Open: 2 }, totals: { USD: '100.00' } } },
      batches: [{ id: 'CBP20260331' }],
    });
  });

  it('changes set-up, switches, faults and the clock', async () => {
    await control('POST', 'data?company=-1', { customers: [{ id: 'late', name: 'Late' }] });
    expect((await client.call('GetCustomerByKey', byKey('LATE'))).find('Name')).toBe('Late');
    expect((await control('POST', 'switches', { latencyMs: 1 })).body).toMatchObject({ latencyMs: 1 });
    expect((await control('GET', 'switches')).body).toMatchObject({ latencyMs: 1 });
    await control('POST', 'faults', { operation: '*', fault: '503', times: 1 });
    expect((await client.call('GetCustomerByKey', byKey('LATE'))).status).toBe(503);
    expect((await control('GET', 'faults')).body.items).toMatchObject([{ fault: '503', seen: 1, used: 1 }]);
    await control('DELETE', 'faults');
    const before = simulator.controls.now();
    await control('POST', 'clock', { advanceMs: 3_600_000 });
    expect(simulator.controls.now() - before).toBeGreaterThanOrEqual(3_600_000);
    expect((await control('POST', 'deauthenticate')).body).toEqual({ ok: true });
  });

  it.each([
    ['POST', 'switches', { nonsense: 1 }, 400],
    ['POST', 'switches', { latencyMs: 'fast' }, 400],
    ['POST', 'switches', { closedThrough: '31/03/2026' }, 400],
    ['POST', 'switches', { lockedBatches: 'B' }, 400],
    ['POST', 'switches', { orderEnforced: 'maybe' }, 400],
    ['POST', 'faults', { operation: '*', fault: 'explode' }, 400],
    ['POST', 'void', { kind: 'invoice', id: 'NONE' }, 400],
    ['GET', 'documents?kind=unicorn', undefined, 400],
    ['GET', 'documents?company=7', undefined, 400],
    ['GET', 'nothing', undefined, 404],
  ])('answers %s %s %j with %i', async (method, path, body, status) => {
    const answer = await control(method, path, body);
    expect(answer.status).toBe(status);
    expect(answer.body).toHaveProperty('error');
  });

  it('answers below the service too', async () => {
    expect((await fetch(`${simulator.url}/__sim/health`)).status).toBe(200);
  });
});
