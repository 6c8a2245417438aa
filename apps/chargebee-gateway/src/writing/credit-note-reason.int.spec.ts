import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aCreditNote, aCustomer, anInvoice } from '@ledgerbridge/testing';
import { GatewayRig } from '../testing/gateway-rig.fixture.spec.js';

const keys = [{ name: 'bridge', secret: 'test_simulator_full_access', access: 'full' as const }];

describe('a site without the reason code', () => {
  let rig: GatewayRig;

  beforeAll(async () => {
    rig = await GatewayRig.start({
      simulator: { sites: [{ name: 'acme-test', keys, currencies: ['USD'], creditNoteReasons: ['ERP'] }] },
      accepts: { creditNoteReason: 'erp' },
    });
  });
  afterAll(() => rig.close());

  it('given a setting that the site refuses, then it is a failure of configuration', async () => {
    const invoice = anInvoice().event();
    await rig.deliver(aCustomer().event(), invoice);
    await rig.settled(invoice, ['delivered']);
    const event = aCreditNote().with({ invoiceId: invoice.record.sourceId }).event();
    expect(await rig.deliver(event)).toMatchObject([
      { state: 'failed', failureClass: 'configuration', details: { param: 'create_reason_code' } },
    ]);
  });
});
