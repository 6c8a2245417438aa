import { describe, expect, it } from '@jest/globals';
import { aReceivablesDocument } from './documents/gp-document.fixture.js';
import { FakeGpGateway } from './fake-gp.gateway.fixture.js';
import { describeGpGateway } from './gp-gateway.contract.fixture.js';
import { GpError } from './gp.errors.js';

describeGpGateway('the one in memory', async () => {
  const gateway = new FakeGpGateway();
  gateway.seedCustomer({ id: 'AARONFIT0001', currency: 'USD' });
  return { gateway, customerId: 'AARONFIT0001', close: async () => undefined };
});

describe('the GP company in memory', () => {
  it('given a fault after the effect, then the document is there', async () => {
    const gateway = new FakeGpGateway();
    gateway.seedCustomer({ id: 'AARONFIT0001' });
    const error = new GpError('GP_ANSWER_LOST', 'lost', { operation: 'CreateReceivablesInvoice' });
    gateway.failNext({ method: 'createReceivables', error, isApplied: true });
    const document = aReceivablesDocument();
    await expect(gateway.createReceivables(document)).rejects.toBe(error);
    expect(await gateway.findReceivables('invoice', document.number)).toBeDefined();
  });

  it('given a policy with a prefix, then batches are found with it', async () => {
    const gateway = new FakeGpGateway();
    gateway.seedCustomer({ id: 'AARONFIT0001' });
    gateway.policies.CreateReceivablesInvoice = { distributions: 'automatic', batchPrefix: 'WS' };
    await gateway.createReceivables(aReceivablesDocument());
    const found = await gateway.findReceivables('invoice', aReceivablesDocument().number);
    expect(found?.batchId).toBe(`WS${aReceivablesDocument().batchId}`);
  });
});
