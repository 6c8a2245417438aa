import { describe, expect, it } from '@jest/globals';
import type { CreditNote, RecordRef } from '@ledgerbridge/contracts';
import type { Decision, Standing } from '@ledgerbridge/eventing';
import { aCreditNote } from '@ledgerbridge/testing';
import type { GpDocument } from '../gp/documents/gp-document.js';
import {
  aCompany,
  aLink,
  SOURCE,
  someSurroundings,
  type SurroundingsParts,
} from '../testing/surroundings.fixture.spec.js';
import { decideCreditNote } from './decide-credit-note.js';

type Write = Extract<Decision, { kind: 'write' }>;
type Changes = Partial<Omit<CreditNote, 'lines' | 'discounts' | 'taxes' | 'totals'>>;

const event = (changes: Changes = {}, amount = '40') =>
  aCreditNote()
    .with({ invoiceId: 'INV-1', ...changes })
    .withLine({ amount, taxes: [{ name: 'VAT', amount: '8' }] })
    .event({ connection: SOURCE, sourceId: 'CN-1' });
const decide = (of = event(), parts: SurroundingsParts = {}) => decideCreditNote(of, someSurroundings(parts));
const documentOf = (decision: Decision): GpDocument =>
  (decision as Write).requests[0]?.body['document'] as unknown as GpDocument;
const invoiceIs = (standing: Standing) => (record: RecordRef) => (record.type === 'invoice' ? standing : undefined);

describe('a credit note', () => {
  it('given one, then it becomes a credit memo with its taxes', async () => {
    const decision = await decide();
    expect(decision).toMatchObject({ kind: 'write', targetId: 'CBCCN-1' });
    expect(documentOf(decision)).toMatchObject({ kind: 'credit-memo', salesAmount: '40.00', tax: '8.00' });
  });

  it('given a write-off, then the whole goes to the write-off account', async () => {
    const gateway = aCompany();
    gateway.policies.CreateReceivablesCreditMemo = { distributions: 'provided' };
    const mapping = someSurroundings().settings.mapping;
    mapping.accounts.writeOff.default = '000-6500-00';
    mapping.accounts.receivable.default = '000-1200-00';
    expect(documentOf(await decide(event({ reason: 'write_off' }), { gateway, mapping }))).toMatchObject({
      salesAmount: '48.00',
      tax: '0.00',
      distributions: [
        { role: 'receivable', credit: '48.00' },
        { role: 'writeOff', account: '000-6500-00', debit: '48.00' },
      ],
    });
  });

  it.each([
    ['made by the void of an invoice', event({ reason: 'invoice void' }), 'driven-by-other-document'],
    ['of before the start', event({ issuedOn: '2025-12-31' }), 'before-start'],
    ['that is deleted', event({ status: 'deleted' }), 'deletion-not-propagated'],
    ['that is voided and not there', event({ status: 'voided' }), 'void-before-issue'],
  ])('given one %s, then it is skipped', async (_what, of, rule) => {
    expect(await decide(of)).toEqual({ kind: 'skipped', rule });
  });

  describe('and its invoice', () => {
    it.each(['unseen', 'open'] as const)(
      'given one that is %s, then the note waits to know whether it was imported',
      async (kind) => {
        expect(await decide(event(), { standing: invoiceIs({ kind }) })).toMatchObject({ on: { sourceId: 'INV-1' } });
      },
    );

    it.each([
      ['imported', { kind: 'skipped', rule: 'imported' }],
      ['before-start', { kind: 'write' }],
      ['zero-total', { kind: 'write' }],
    ])('given one that ended %s, then so be it', async (reason, outcome) => {
      const standing = invoiceIs({ kind: 'ended', state: 'skipped', reason });
      expect(await decide(event(), { standing })).toMatchObject(outcome);
    });

    it('given one that was left out before imported ones are taken, then the note is left out too', async () => {
      const standing = invoiceIs({ kind: 'ended', state: 'skipped', reason: 'imported' });
      expect(await decide(event(), { standing, accepts: { includeImported: true } })).toEqual({
        kind: 'skipped',
        rule: 'imported',
      });
    });

    it('given a connection that takes imported ones, or no invoice, then there is nothing to wait for', async () => {
      const standing = invoiceIs({ kind: 'unseen' });
      expect(await decide(event(), { standing, accepts: { includeImported: true } })).toMatchObject({ kind: 'write' });
      expect(await decide(event({ invoiceId: '' }), { standing })).toMatchObject({ kind: 'write' });
    });
  });

  it('given one that was delivered and is voided, then a debit memo of equal amount undoes it', async () => {
    const gateway = aCompany();
    const first = (await decide(event(), { gateway })) as Write;
    gateway.documents.set(`credit-memo:${first.targetId}`, documentOf(first));
    const link = aLink(event().record, { targetId: first.targetId, fingerprint: first.fingerprint });
    const decision = await decide(event({ status: 'voided', voidedAt: '2026-02-03T00:00:00Z' }), { gateway, link });
    expect(decision).toMatchObject({ kind: 'write', targetId: 'CBCCN-1' });
    expect(documentOf(decision)).toMatchObject({
      kind: 'debit-memo',
      number: 'CBXCN-1',
      date: '2026-02-03',
      salesAmount: '40.00',
      tax: '8.00',
    });
    const gone = event({ status: 'deleted', voidedAt: '2026-02-03T00:00:00Z' });
    expect(await decide(gone, { gateway, link })).toEqual(decision);
  });
});
