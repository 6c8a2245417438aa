import { describe, expect, it } from '@jest/globals';
import type { Invoice } from '@ledgerbridge/contracts';
import type { Decision, Link } from '@ledgerbridge/eventing';
import { anInvoice } from '@ledgerbridge/testing';
import type { GpDocument } from '../gp/documents/gp-document.js';
import type { FakeGpGateway } from '../gp/fake-gp.gateway.fixture.js';
import {
  aCompany,
  aLink,
  SOURCE,
  someSurroundings,
  type SurroundingsParts,
} from '../testing/surroundings.fixture.spec.js';
import { decideInvoice } from './decide-invoice.js';

type Write = Extract<Decision, { kind: 'write' }>;
type Changes = Partial<Omit<Invoice, 'lines' | 'discounts' | 'taxes' | 'totals'>>;

const NUMBER = 'CBIINV-1';
const event = (changes: Changes = {}, amount = '100', time = '2026-03-05T23:30:00Z') =>
  anInvoice().with(changes).withLine({ amount }).event({ connection: SOURCE, sourceId: 'INV-1', time });
const voided = (changes: Changes = {}) => event({ status: 'voided', voidedAt: '2026-02-10T10:00:00Z', ...changes });
const decide = (of = event(), parts: SurroundingsParts = {}) => decideInvoice(of, someSurroundings(parts));
const documentOf = (decision: Decision, at = 0): GpDocument =>
  (decision as Write).requests[at]?.body['document'] as unknown as GpDocument;

/** GP has the invoice, and the link says what is on record of it. */
async function delivered(gateway: FakeGpGateway): Promise<Link> {
  const decision = (await decide(event(), { gateway })) as Write;
  gateway.documents.set(`invoice:${decision.targetId}`, documentOf(decision));
  return aLink(event().record, { targetId: decision.targetId, fingerprint: decision.fingerprint });
}

describe('an invoice', () => {
  it('given one, then it becomes a receivables invoice under its own number, whole in the stored request', async () => {
    const decision = await decide();
    expect(decision).toMatchObject({ kind: 'write', targetId: NUMBER, requests: [{ step: 'create-receivables' }] });
    expect(documentOf(decision)).toMatchObject({
      kind: 'invoice',
      number: NUMBER,
      customerId: 'BAY001',
      date: '2026-01-15',
      batchId: 'CBS20260115',
      salesAmount: '100.00',
    });
  });

  it.each(['open', 'paid', 'written-off'] as const)('given it is %s, then that is all one', async (status) => {
    const [one, other] = [await decide(), await decide(event({ status, balance: '0' }))] as Write[];
    expect(documentOf(other as Write)).toEqual(documentOf(one as Write));
    expect(other?.fingerprint).toBe(one?.fingerprint);
  });

  it.each(['issued', 'updated', 'voided', 'deleted'] as const)(
    'given an event that calls itself %s, then only its state counts',
    async (change) => {
      expect(await decide({ ...event(), change })).toMatchObject({ kind: 'write' });
      expect(await decide({ ...voided(), change })).toEqual({ kind: 'skipped', rule: 'void-before-issue' });
    },
  );

  const origin = { connection: 'acme-syspro', type: 'invoice', sourceId: 'S1' } as const;
  it.each([
    ['of before the start', event({ issuedOn: '2025-12-31' }), 'before-start'],
    ['over nothing', event({}, '0'), 'zero-total'],
    ['born elsewhere', event({ origin }), 'imported'],
    ['deleted', event({ status: 'deleted' }), 'deletion-not-propagated'],
    ['of before the start and voided', voided({ issuedOn: '2025-12-31' }), 'before-start'],
  ])('given one %s, then it is skipped without asking GP', async (_what, of, rule) => {
    const gateway = aCompany();
    expect(await decide(of, { gateway })).toEqual({ kind: 'skipped', rule });
    expect(gateway.calls).toEqual([]);
  });

  it('given one born elsewhere and a connection that takes those too, then it is written', async () => {
    expect(await decide(event({ origin }), { accepts: { includeImported: true } })).toMatchObject({ kind: 'write' });
  });

  it('given an earlier version that was left out as imported, when this one names no origin, then a person is told', async () => {
    const parts = { skippedOnce: 'imported' } as const;
    expect(await decide(event(), parts)).toMatchObject({ kind: 'failed', failureClass: 'data', code: 'ORIGIN_LOST' });
    expect(await decide(event(), { ...parts, accepts: { includeImported: true } })).toMatchObject({ kind: 'write' });
  });

  it('given a rule of today, when an earlier call left the invoice there, then the rule does not hide it', async () => {
    const gateway = aCompany();
    const link = { ...(await delivered(gateway)), confirmed: false };
    expect(await decide(event(), { gateway, link, accepts: { documentsFrom: '2026-06-01' } })).toMatchObject({
      kind: 'write',
    });
  });

  describe('and its customer', () => {
    it.each(['unseen', 'open'] as const)(
      'given one that is %s, then the invoice waits for it by name',
      async (kind) => {
        const standing = () => ({ kind });
        expect(await decide(event(), { standing })).toMatchObject({ kind: 'waiting', on: { sourceId: 'BAY001' } });
      },
    );

    it('given one that was deleted before it was ever written, then a person is told what to do, until it is there', async () => {
      const standing = () => ({ kind: 'ended', state: 'skipped', reason: 'deletion-not-propagated' }) as const;
      expect(await decide(event(), { standing })).toMatchObject({
        kind: 'failed',
        failureClass: 'data',
        code: 'CUSTOMER_NOT_IN_GP',
        details: { ended: 'deletion-not-propagated', remedy: expect.stringContaining('mapping.customers') as unknown },
        awaits: { sourceId: 'BAY001' },
        until: 'there',
      });
    });
  });

  it('given a number that is another record’s, then it is a collision that names the setting', async () => {
    const holder = () => ({ connection: 'other', type: 'invoice', sourceId: 'INV-1' }) as const;
    expect(await decide(event(), { holder })).toMatchObject({
      failureClass: 'collision',
      code: 'NUMBER_TAKEN',
      details: { takenBy: 'other/INV-1', setting: 'mapping.numberPrefixes' },
    });
  });

  describe('of a closed period', () => {
    const closedThrough = '2026-01-31';

    it('given the rule to hold, then it is held, with both days', async () => {
      expect(await decide(event(), { periods: { closedThrough } })).toEqual({
        kind: 'held',
        reason: 'PERIOD_CLOSED',
        details: { date: '2026-01-15', closedThrough },
      });
      expect(await decide(event({ issuedOn: '2026-02-01' }), { periods: { closedThrough } })).toMatchObject({
        kind: 'write',
      });
    });

    it('given GP has it, since the schema was rebuilt after its period was closed, then it is not held but looked at', async () => {
      const gateway = aCompany();
      await delivered(gateway);
      expect(await decide(event(), { gateway, periods: { closedThrough } })).toMatchObject({
        kind: 'write',
        targetId: NUMBER,
        requests: [{ readBackFirst: true }],
      });
    });

    it('given GP has what undoes it too, then neither is that held', async () => {
      const gateway = aCompany();
      await delivered(gateway);
      const undone = documentOf(await decide(voided(), { gateway }));
      const periods = { closedThrough: '2026-02-28' };
      expect(await decide(voided(), { gateway, periods })).toMatchObject({ kind: 'held' });
      gateway.documents.set(`credit-memo:${undone.number}`, undone);
      expect(await decide(voided(), { gateway, periods })).toMatchObject({ requests: [{ readBackFirst: true }] });
    });

    it('given the rule to move it, then only its posting date and batch do', async () => {
      const decision = await decide(event(), { periods: { closedThrough, whenClosed: 'next-open-day' } });
      expect(documentOf(decision)).toMatchObject({
        date: '2026-01-15',
        glPostingDate: '2026-02-01',
        batchId: 'CBS20260201',
      });
    });
  });

  it('given it is refused for a while, then it is decided anew: its period may be closed by then, its policy another', async () => {
    expect(await decide()).toMatchObject({ requests: [{ dependsOnTarget: true }] });
  });

  it('given a policy with a batch prefix and distributions to be provided, then both are heeded', async () => {
    const gateway = aCompany();
    gateway.policies.CreateReceivablesInvoice = { distributions: 'provided', batchPrefix: 'ABC' };
    await expect(decide(event(), { gateway })).rejects.toMatchObject({ code: 'ACCOUNT_NOT_MAPPED' });
    gateway.policies.CreateReceivablesInvoice = { distributions: 'automatic', batchPrefix: 'ABCDE' };
    await expect(decide(event(), { gateway })).rejects.toMatchObject({ code: 'BATCH_ID_TOO_LONG' });
  });

  describe('that was delivered', () => {
    it('given the same again, then it is unchanged', async () => {
      const gateway = aCompany();
      const link = await delivered(gateway);
      expect(await decide(event({ status: 'paid', balance: '0' }), { gateway, link })).toEqual({ kind: 'unchanged' });
    });

    it('given other facts, then nothing is written and both values are told', async () => {
      const gateway = aCompany();
      const link = await delivered(gateway);
      expect(await decide(event({}, '120'), { gateway, link })).toMatchObject({
        failureClass: 'data',
        code: 'TARGET_IMMUTABLE',
        details: {
          targetId: NUMBER,
          differences: { total: { ours: '120', theirs: '100' } },
        },
      });
    });

    it('given a void, then a credit memo of equal amount undoes it, dated by the void; and only once', async () => {
      const gateway = aCompany();
      const link = await delivered(gateway);
      const decision = (await decide(voided(), { gateway, link })) as Write;
      expect(decision).toMatchObject({ kind: 'write', targetId: NUMBER });
      expect(documentOf(decision)).toMatchObject({
        kind: 'credit-memo',
        number: 'CBVINV-1',
        date: '2026-02-10',
        batchId: 'CBS20260210',
        salesAmount: '100.00',
      });
      const undone = { ...link, fingerprint: decision.fingerprint };
      expect(await decide(voided(), { gateway, link: undone })).toEqual({ kind: 'unchanged' });
      expect(await decide(event(), { gateway, link: undone })).toMatchObject({ code: 'TARGET_IMMUTABLE' });
    });

    it('given it was voided and then deleted, then the void is due all the same; of what is not there nothing is', async () => {
      const gateway = aCompany();
      const link = await delivered(gateway);
      const gone = voided({ status: 'deleted' });
      expect(documentOf(await decide(gone, { gateway, link }))).toMatchObject({
        number: 'CBVINV-1',
        date: '2026-02-10',
      });
      expect(await decide(gone)).toEqual({ kind: 'skipped', rule: 'deletion-not-propagated' });
    });

    it('given a void whose period is closed, then the void is held', async () => {
      const gateway = aCompany();
      const link = await delivered(gateway);
      const periods = { closedThrough: '2026-02-28' };
      expect(await decide(voided(), { gateway, link, periods })).toMatchObject({
        kind: 'held',
        details: { date: '2026-02-10' },
      });
    });

    it('given a void of what somebody voided in GP, then nothing is left to undo', async () => {
      const gateway = aCompany();
      const link = await delivered(gateway);
      gateway.voided.add(NUMBER);
      expect(await decide(voided(), { gateway, link })).toEqual({ kind: 'unchanged' });
    });

    it('given a void of what is not to be found any more, then nothing is credited and a person is told', async () => {
      const gateway = aCompany();
      const link = await delivered(gateway);
      gateway.documents.clear();
      expect(await decide(voided(), { gateway, link })).toMatchObject({
        code: 'TARGET_MISSING',
        details: { number: NUMBER },
      });
    });

    it('given a void with other amounts, then it is not undone by those', async () => {
      const gateway = aCompany();
      const link = await delivered(gateway);
      const other = event({ status: 'voided', voidedAt: '2026-02-10T10:00:00Z' }, '90');
      expect(await decide(other, { gateway, link })).toMatchObject({ code: 'TARGET_IMMUTABLE' });
    });
  });

  describe('voided, and no link tells that it was delivered', () => {
    it('given GP has none, then nothing is due', async () => {
      const gateway = aCompany();
      expect(await decide(voided(), { gateway })).toEqual({ kind: 'skipped', rule: 'void-before-issue' });
      expect(gateway.calls).toEqual([{ method: 'findReceivables', argument: { kind: 'invoice', number: NUMBER } }]);
    });

    it('given GP has it, since the schema was rebuilt, then it is undone', async () => {
      const gateway = aCompany();
      await delivered(gateway);
      expect(documentOf(await decide(voided(), { gateway }))).toMatchObject({
        kind: 'credit-memo',
        number: 'CBVINV-1',
      });
    });

    it('given GP has another under its number, then that is not undone', async () => {
      const gateway = aCompany();
      await delivered(gateway);
      const other = event({ status: 'voided', currency: 'EUR' });
      expect(await decide(other, { gateway })).toMatchObject({ failureClass: 'collision', code: 'TARGET_DIFFERS' });
    });

    it('given one that may be there and is not shown, then a person is told', async () => {
      const link = aLink(event().record, { targetId: NUMBER, confirmed: false });
      expect(await decide(voided(), { link })).toMatchObject({ code: 'TARGET_MISSING' });
    });
  });
});
