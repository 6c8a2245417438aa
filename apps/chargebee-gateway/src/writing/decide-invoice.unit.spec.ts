import { describe, expect, it } from '@jest/globals';
import type { ChangeOf, Invoice } from '@ledgerbridge/contracts';
import type { Decision, Link } from '@ledgerbridge/eventing';
import { anInvoice, type InvoiceBuilder } from '@ledgerbridge/testing';
import type { Invoice as ChargebeeInvoice } from 'chargebee';
import { aLink, someSurroundings } from '../testing/surroundings.fixture.spec.js';
import { decideInvoice } from './decide-invoice.js';

interface Situation {
  readonly link?: Partial<Link>;
  readonly customer?: Partial<Link> | 'none';
  readonly theirs?: Partial<ChargebeeInvoice>;
  readonly change?: ChangeOf<'invoice'>;
}

function decide(invoice: InvoiceBuilder, { link, customer, theirs, change }: Situation = {}): Promise<Decision> {
  const event = invoice.event(change === undefined ? {} : { change });
  return decideInvoice(
    event,
    someSurroundings({
      link: link && aLink(event.record, { targetId: event.state.number, ...link }),
      find: (record) => (customer === 'none' ? undefined : aLink(record, customer)),
      site: { invoice: theirs },
    }),
  );
}

async function fingerprintOf(invoice: InvoiceBuilder): Promise<string> {
  const decision = await decide(invoice);
  return decision.kind === 'write' ? decision.fingerprint : '';
}

describe('decision on an invoice', () => {
  it('given the same event and links, then the same requests byte by byte, with one key', async () => {
    const [first, second] = await Promise.all([decide(anInvoice()), decide(anInvoice())]);
    expect(first).toMatchObject({ kind: 'write', targetId: '100001', requests: [{ step: 'import-invoice' }] });
    expect(JSON.stringify(first)).toBe(JSON.stringify(second));
    const key = first.kind === 'write' ? (first.requests[0]?.key ?? '') : '';
    expect(key.length).toBeLessThanOrEqual(100);
  });

  it.each([
    ['without a link', 'none'],
    ['whose create is not confirmed', { confirmed: false }],
  ] as const)('given a customer %s, then the invoice waits for it', async (_what, customer) => {
    expect(await decide(anInvoice(), { customer })).toEqual({
      kind: 'waiting',
      on: { connection: 'acme-syspro', type: 'customer', sourceId: 'BAY001' },
    });
  });

  it.each(['issued', 'updated', 'voided', 'deleted'] as const)(
    'given an event that calls itself %s, then only its state counts',
    async (change) => {
      expect(await decide(anInvoice(), { change })).toMatchObject({ kind: 'write' });
      expect(await decide(anInvoice().with({ status: 'voided' }), { change })).toEqual({
        kind: 'skipped',
        rule: 'void-before-issue',
      });
    },
  );

  it('given a customer under another id on the site, then that id is used', async () => {
    expect(await decide(anInvoice(), { customer: { targetId: 'cb_1' } })).toMatchObject({
      requests: [{ body: { params: { customer_id: 'cb_1' } } }],
    });
  });

  it('given an invoice issued before the start, then it is skipped by that name; from the start on it is sent', async () => {
    const issued = (issuedOn: string) => decide(anInvoice().with({ issuedOn }));
    expect(await issued('2025-12-31')).toEqual({ kind: 'skipped', rule: 'before-start' });
    expect(await issued('2026-01-01')).toMatchObject({ kind: 'write' });
  });

  it.each([
    ['an earlier import may have gone through', { confirmed: false, mayExist: true }],
    ['no link tells of an import', undefined],
  ])('given a void while %s, then the site is asked', async (_what, link) => {
    const voided = anInvoice().with({ status: 'voided' });
    expect(await decide(voided, { link })).toEqual({ kind: 'skipped', rule: 'void-before-issue' });
    expect(await decide(voided, { link, theirs: { id: '100001', status: 'payment_due' } })).toMatchObject({
      kind: 'failed',
      code: 'TARGET_IMMUTABLE',
      details: { differences: { status: { ours: 'voided', theirs: 'payment_due' } } },
    });
  });

  it.each<[string, InvoiceBuilder, string]>([
    ['before the start', anInvoice().with({ issuedOn: '2025-12-31' }), 'before-start'],
    ['over nothing', anInvoice().withLine({ amount: '0' }), 'zero-total'],
  ])(
    'given an invoice %s while an earlier import may have gone through, then the site is asked',
    async (_what, invoice, rule) => {
      const link = { confirmed: false, mayExist: true };
      expect(await decide(invoice, { link })).toEqual({ kind: 'skipped', rule });
      expect(await decide(invoice, { link, theirs: { id: '100001', status: 'payment_due' } })).toMatchObject({
        kind: 'write',
        targetId: '100001',
        requests: [{ step: 'import-invoice' }],
      });
    },
  );

  it('given an invoice written off before it was sent, then no import can say so', async () => {
    await expect(decide(anInvoice().with({ status: 'written-off' }))).rejects.toMatchObject({
      code: 'STATUS_NOT_IMPORTABLE',
    });
  });

  const settled: readonly [string, Partial<Invoice>][] = [
    ['paid', { status: 'paid', balance: '0' }],
    ['written off', { status: 'written-off', balance: '0' }],
    ['partly paid', { balance: '40' }],
  ];
  it.each(settled)('given a delivered invoice that is %s now, then it is unchanged', async (_what, changes) => {
    const fingerprint = await fingerprintOf(anInvoice());
    expect(await decide(anInvoice().with(changes), { link: { fingerprint } })).toEqual({ kind: 'unchanged' });
  });

  it('given a digest of an older mapper but the same invoice on the site, then it is no other invoice', async () => {
    const [, details] = (await fingerprintOf(anInvoice())).split('.');
    const theirs = {
      id: '100001',
      customer_id: 'BAY001',
      currency_code: 'USD',
      date: Date.parse('2026-01-15') / 1000,
      due_date: Date.parse('2026-02-14') / 1000,
      total: 10_000,
      status: 'paid',
      line_items: [{ amount: 10_000 }],
    } as Partial<ChargebeeInvoice>;
    expect(await decide(anInvoice(), { link: { fingerprint: `older.${details}` }, theirs })).toEqual({
      kind: 'unchanged',
    });
    expect(await decide(anInvoice(), { link: { fingerprint: 'older.details' }, theirs })).toMatchObject({
      kind: 'write',
      requests: [{ step: 'update-details' }],
    });
  });

  it('given a delivered invoice that is gone from the site, then a changed one tells so', async () => {
    const fingerprint = await fingerprintOf(anInvoice());
    const changed = anInvoice().withLine({ amount: '1' });
    expect(await decide(changed, { link: { fingerprint } })).toMatchObject({
      code: 'TARGET_IMMUTABLE',
      details: { differences: { id: { ours: '100001', theirs: '' } } },
    });
  });
});
