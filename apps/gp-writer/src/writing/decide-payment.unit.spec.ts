import { describe, expect, it } from '@jest/globals';
import type { Payment, RecordRef } from '@ledgerbridge/contracts';
import type { Decision, Standing } from '@ledgerbridge/eventing';
import { aPayment } from '@ledgerbridge/testing';
import type { GpDocument } from '../gp/documents/gp-document.js';
import {
  aCompany,
  aLink,
  SOURCE,
  someSurroundings,
  type SurroundingsParts,
} from '../testing/surroundings.fixture.spec.js';
import { decidePayment } from './decide-payment.js';

type Write = Extract<Decision, { kind: 'write' }>;

const event = (changes: Partial<Payment> = {}) =>
  aPayment()
    .with({ number: 'TX1', ...changes })
    .event({ connection: SOURCE, time: '2026-03-05T12:00:00Z' });
const refund = (changes: Partial<Payment> = {}) => event({ kind: 'refund', reversesPaymentId: 'TX0', ...changes });
const decide = (of = event(), parts: SurroundingsParts = {}) => decidePayment(of, someSurroundings(parts));
const documentOf = (decision: Decision): GpDocument =>
  (decision as Write).requests[0]?.body['document'] as unknown as GpDocument;

async function delivered(of = event()) {
  const gateway = aCompany();
  const decision = (await decide(of, { gateway })) as Write;
  const document = documentOf(decision);
  gateway.documents.set(`${document.kind}:${document.number}`, document);
  const { targetId, fingerprint } = decision;
  return { gateway, link: aLink(of.record, { targetId, fingerprint }) };
}

describe('a movement of money', () => {
  it('given a payment, then it becomes a cash receipt in a batch of its own kind', async () => {
    const decision = await decide();
    expect(decision).toMatchObject({ targetId: 'CBPTX1', requests: [{ step: 'create-cash-receipt' }] });
    expect(documentOf(decision)).toMatchObject({
      kind: 'cash-receipt',
      amount: '100.00',
      date: '2026-01-25',
      batchId: 'CBR20260125',
    });
  });

  it.each(['refund', 'reversal'] as const)('given a %s, then it becomes a debit memo', async (kind) => {
    expect(documentOf(await decide(event({ kind })))).toMatchObject({
      kind: 'debit-memo',
      number: 'CBDTX1',
      salesAmount: '100.00',
      batchId: 'CBS20260125',
    });
  });

  const origin = { connection: 'acme-syspro', type: 'payment', sourceId: 'S1' } as const;
  it.each([
    ['that failed', event({ status: 'failed' }), 'not-a-payment'],
    ['of before the start', event({ paidOn: '2025-12-31' }), 'before-start'],
    ['of nothing', event({ amount: '0' }), 'zero-total'],
    ['born elsewhere', event({ origin }), 'imported'],
  ])('given one %s, then it is skipped', async (_what, of, rule) => {
    expect(await decide(of)).toEqual({ kind: 'skipped', rule });
  });

  describe('by what it pays', () => {
    const to = (documentId: string, amount: string, isImported: boolean) => ({
      documentType: 'invoice' as const,
      documentId,
      amount,
      ...(isImported ? { origin: { connection: 'acme-syspro', type: 'invoice' as const, sourceId: documentId } } : {}),
    });

    const leftOut = () => ({ kind: 'ended', state: 'skipped', reason: 'imported' }) as const;
    const documentsAre = (standing: Standing) => (record: RecordRef) =>
      record.type === 'customer' ? undefined : standing;

    it('given invoices born elsewhere alone, then it is imported too', async () => {
      const of = event({ allocations: [to('A', '60', true), to('B', '40', true)] });
      const standing = documentsAre({ kind: 'open' });
      expect(await decide(of, { standing })).toEqual({ kind: 'skipped', rule: 'imported' });
      expect(await decide(of, { standing, accepts: { includeImported: true } })).toMatchObject({ kind: 'write' });
    });

    it.each(['unseen', 'open'] as const)(
      'given an invoice that is %s, then the receipt does not wait for it',
      async (kind) => {
        const of = event({ allocations: [to('A', '100', false)] });
        expect(await decide(of, { standing: documentsAre({ kind }) })).toMatchObject({ kind: 'write' });
      },
    );

    it('given the rest is applied to nothing yet, then it is not left out: a person decides, with both sums', async () => {
      const of = event({ allocations: [to('A', '60', true)] });
      expect(await decide(of, { standing: documentsAre(leftOut()) })).toMatchObject({
        code: 'PARTLY_IMPORTED_PAYMENT',
        details: { imported: '60', others: '40' },
      });
    });

    it('given an invoice born elsewhere that is in GP, since such ones were once written, then the money goes there too', async () => {
      expect(await decide(event({ allocations: [to('A', '100', true)] }))).toMatchObject({ kind: 'write' });
    });

    it('given an invoice that was left out before such ones are written, then so is its money', async () => {
      const parts = { standing: documentsAre(leftOut()), accepts: { includeImported: true } };
      const of = event({ allocations: [to('A', '100', true)] });
      expect(await decide(of, parts)).toEqual({ kind: 'skipped', rule: 'imported' });
    });

    describe('a refund that names no payment', () => {
      const allocations = [{ documentType: 'credit-note' as const, documentId: 'CN-1', amount: '100' }];
      const refunded = event({ kind: 'refund', allocations });

      it('given a credit note that was left out as that of an imported invoice, then it is left out too', async () => {
        expect(await decide(refunded, { standing: documentsAre(leftOut()) })).toEqual({
          kind: 'skipped',
          rule: 'imported',
        });
      });

      it('given one that is open, then it waits to know; given one that is there, then it is written', async () => {
        expect(await decide(refunded, { standing: documentsAre({ kind: 'open' }) })).toMatchObject({
          kind: 'waiting',
          on: { type: 'credit-note', sourceId: 'CN-1' },
        });
        expect(await decide(refunded)).toMatchObject({ kind: 'write' });
      });
    });

    it('given some born elsewhere and some not, then a person decides, with both sums', async () => {
      const of = event({ allocations: [to('A', '60', true), to('B', '15.5', false), to('C', '24.5', false)] });
      const standing = documentsAre({ kind: 'open' });
      expect(await decide(of, { standing })).toMatchObject({
        failureClass: 'data',
        code: 'PARTLY_IMPORTED_PAYMENT',
        details: { imported: '60', others: '40' },
      });
      expect(await decide(of, { standing, accepts: { includeImported: true } })).toMatchObject({ kind: 'write' });
    });
  });

  it('given no origin stated of an invoice that was left out here as imported, then the payment is imported too', async () => {
    const of = event({ allocations: [{ documentType: 'invoice', documentId: 'A', amount: '100' }] });
    const invoice = (standing: Standing) => (record: RecordRef) => (record.type === 'invoice' ? standing : undefined);
    const leftOut = (reason: string) => invoice({ kind: 'ended', state: 'skipped', reason });
    expect(await decide(of, { standing: leftOut('imported') })).toEqual({ kind: 'skipped', rule: 'imported' });
    expect(await decide(of, { standing: leftOut('zero-total') })).toMatchObject({ kind: 'write' });
    expect(await decide(of, { standing: invoice({ kind: 'unseen' }) })).toMatchObject({ kind: 'write' });
  });

  describe('taken back from a payment', () => {
    const paid = (standing: Standing) => (record: RecordRef) => (record.sourceId === 'TX0' ? standing : undefined);

    it.each(['unseen', 'open'] as const)(
      'given one that is %s, then it waits to know whether that was imported',
      async (kind) => {
        expect(await decide(refund(), { standing: paid({ kind }) })).toMatchObject({
          on: { type: 'payment', sourceId: 'TX0' },
        });
      },
    );

    it.each([
      ['imported', { kind: 'skipped', rule: 'imported' }],
      ['before-start', { kind: 'write' }],
      ['void-before-issue', { kind: 'write' }],
      ['not-a-payment', { kind: 'skipped', rule: 'not-a-payment' }],
    ])('given one that ended %s, then so be it', async (reason, outcome) => {
      const standing = paid({ kind: 'ended', state: 'skipped', reason });
      expect(await decide(refund({ kind: 'reversal' }), { standing })).toMatchObject(outcome);
    });

    it('given one that failed late and was written by a schema that is gone, then it is taken back', async () => {
      const { gateway } = await delivered(event({ number: 'TX0' }));
      const standing = paid({ kind: 'ended', state: 'skipped', reason: 'not-a-payment' });
      expect(await decide(refund({ kind: 'reversal' }), { gateway, standing })).toMatchObject({ targetId: 'CBDTX1' });
    });

    it('given one of before the start that failed late, then that is its end, and it is taken back', async () => {
      const early = event({ status: 'failed', paidOn: '2025-12-31' });
      expect(await decide(early)).toEqual({ kind: 'skipped', rule: 'before-start' });
    });
  });

  describe('that was delivered', () => {
    it.each([
      ['voided', { status: 'voided', voidedAt: '2026-02-01T00:00:00Z' }, '2026-02-01'],
      ['deleted', { status: 'deleted' }, '2026-03-05'],
    ] as const)('given it is %s, then a debit memo takes it back', async (_what, changes, date) => {
      const around = await delivered();
      const decision = await decide(event(changes), around);
      expect(decision).toMatchObject({ kind: 'write', targetId: 'CBPTX1' });
      expect(documentOf(decision)).toMatchObject({ kind: 'debit-memo', number: 'CBWTX1', salesAmount: '100.00', date });
    });

    it('given a refund that is voided, then a credit memo takes that back', async () => {
      const around = await delivered(refund());
      const decision = await decide(refund({ status: 'voided', voidedAt: '2026-02-01T00:00:00Z' }), around);
      expect(documentOf(decision)).toMatchObject({ kind: 'credit-memo', number: 'CBYTX1', salesAmount: '100.00' });
    });

    it('given it fails late, then nothing is undone: its reversal does that', async () => {
      expect(await decide(event({ status: 'failed' }), await delivered())).toMatchObject({
        code: 'TARGET_IMMUTABLE',
        details: { differences: { status: { ours: 'failed' } } },
      });
    });

    it('given it fails late and nobody confirmed it, when GP has it all the same, then a person is told too', async () => {
      const { gateway, link } = await delivered();
      const parts = { gateway, link: { ...link, confirmed: false } };
      expect(await decide(event({ status: 'failed' }), parts)).toMatchObject({ code: 'TARGET_IMMUTABLE' });
      gateway.documents.clear();
      expect(await decide(event({ status: 'failed' }), parts)).toEqual({ kind: 'skipped', rule: 'not-a-payment' });
    });

    it('given other allocations, then it is unchanged: GP applies nothing', async () => {
      const allocations = [{ documentType: 'invoice' as const, documentId: 'A', amount: '100' }];
      expect(await decide(event({ allocations }), await delivered())).toEqual({ kind: 'unchanged' });
    });
  });

  it.each([
    ['voided', 'void-before-issue'],
    ['deleted', 'deletion-not-propagated'],
  ] as const)('given one that is %s and not in GP, then nothing is due, after GP was asked', async (status, rule) => {
    const gateway = aCompany();
    expect(await decide(event({ status }), { gateway })).toEqual({ kind: 'skipped', rule });
    expect(gateway.calls).toEqual([{ method: 'findCashReceipt', argument: { number: 'CBPTX1' } }]);
  });
});
