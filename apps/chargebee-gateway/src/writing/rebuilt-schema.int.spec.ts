import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CanonicalEvent, CanonicalEventOf } from '@ledgerbridge/contracts';
import { aCreditNote, aCustomer, anInvoice, aPayment } from '@ledgerbridge/testing';
import { GatewayRig } from '../testing/gateway-rig.fixture.spec.js';

const invoiceOf = (number: string) => anInvoice().with({ number, status: 'paid', balance: '0' }).event();

function paymentOf({ record }: CanonicalEventOf<'invoice'>, amount: string, entry = 1) {
  const allocations = [{ documentType: 'invoice' as const, documentId: record.sourceId, amount }];
  const sourceId = `${record.sourceId}~${entry}`;
  return aPayment().with({ number: sourceId, amount, allocations, reference: 'EFT' }).event({ sourceId });
}

function creditOf({ record }: CanonicalEventOf<'invoice'>, number: string, amount: string) {
  return aCreditNote().with({ number, invoiceId: record.sourceId }).withLine({ amount }).event();
}

describe('a second life over an empty schema and the same topics', () => {
  let rig: GatewayRig;

  beforeAll(async () => {
    rig = await GatewayRig.start({ accepts: { recordPayments: true } });
  });
  afterAll(() => rig.close());

  const counts = () =>
    Object.fromEntries(
      (['customer', 'invoice', 'credit_note', 'transaction'] as const).map((kind) => [
        kind,
        rig.simulator.controls.objects(kind).length,
      ]),
    );
  const delivered = (events: readonly CanonicalEvent[]) =>
    Promise.all(events.map((event) => rig.settled(event, ['delivered'])));

  it('given every kind of record is there, when all lands again, then all are found and nothing is written twice', async () => {
    const [part, whole, over, little] = [invoiceOf('1'), invoiceOf('2'), invoiceOf('3'), invoiceOf('4')];
    // most of what is due is taken, so that decided again there is no room for it; on the last one there still is
    const payments = [paymentOf(part, '60'), paymentOf(whole, '100'), paymentOf(little, '10')];
    const first = [aCustomer().event(), part, whole, over, little, ...payments];
    const credits = [creditOf(part, 'CN-1', '40'), creditOf(over, '_CR0000003', '70')];
    await rig.publish(...first);
    await delivered(first);
    await rig.publish(...credits);
    await delivered(credits);
    const all = [...first, ...credits];
    const before = { ...counts(), due: dueOf(rig) };
    expect(before).toMatchObject({
      customer: 1,
      invoice: 4,
      credit_note: 2,
      transaction: 3,
      due: [0, 0, 3_000, 9_000],
    });
    const seen = rig.simulator.controls.requests().length;

    // Chargebee has forgotten its idempotency keys
    rig.simulator.controls.advanceClock(31 * 60_000);
    await rig.dropSchema();

    const again = await delivered(all);
    expect({ ...counts(), due: dueOf(rig) }).toEqual(before);
    expect(again.map(({ reason }) => reason)).toEqual(all.map(() => undefined));
    const calls = rig.simulator.controls.requests().slice(seen);
    expect(calls.filter(({ operation }) => operation === 'record_payment')).toEqual([]);
    const refused = calls.filter(({ method, status }) => method === 'POST' && status === 400);
    expect(refused.map(({ operation }) => operation).sort()).toEqual([
      'create_customer',
      'import_credit_note',
      'import_credit_note',
      'import_invoice',
      'import_invoice',
      'import_invoice',
      'import_invoice',
    ]);
    // the invoice owes nothing by now, so the same note is decided otherwise, and still found equal
    const types = calls
      .filter(({ operation }) => operation === 'import_credit_note')
      .map(({ body }) => new URLSearchParams(body))
      .map((form) => `${form.get('id')} ${form.get('type')}`);
    expect(types).toContain('CN-1 refundable');
    expect(rig.simulator.controls.find('credit_note', 'CN-1')).toMatchObject({ type: 'adjustment' });
  });

  it('given a void of an imported invoice, when both land again, then it is not taken for one that was never sent', async () => {
    const invoice = anInvoice().with({ number: '9' });
    await rig.deliver(aCustomer().event(), invoice.event());
    const voided = invoice.with({ status: 'voided' }).event({ version: 1_800_000_000_000 });
    const immutable = { state: 'failed', reason: 'TARGET_IMMUTABLE' };
    expect(await rig.deliver(voided)).toMatchObject([immutable]);
    await rig.dropSchema();
    expect(await rig.settled(voided)).toMatchObject(immutable);
  });
});

function dueOf({ simulator }: GatewayRig): unknown[] {
  return ['1', '2', '3', '4'].map((id) => simulator.controls.find('invoice', id)?.amount_due);
}
