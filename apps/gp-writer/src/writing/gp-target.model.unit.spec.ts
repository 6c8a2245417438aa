import { describe, expect, it } from '@jest/globals';
import type { CanonicalEvent, CreditNote, Invoice, Payment } from '@ledgerbridge/contracts';
import type { ConnectionRegistry, HeldConnection } from '@ledgerbridge/connections';
import { aCreditNote, aCustomer, anInvoice, aPayment } from '@ledgerbridge/testing';
import fc from 'fast-check';
import type { GpSettings } from '../gp/connection-settings.js';
import { FakeGpGateway } from '../gp/fake-gp.gateway.fixture.js';
import { GpError } from '../gp/gp.errors.js';
import { MiniDispatcher } from '../testing/mini-dispatcher.fixture.spec.js';
import { settingsWith, SOURCE } from '../testing/surroundings.fixture.spec.js';
import { GpTarget } from './gp-target.js';

const FAULTS = ['unreachable', 'lost-before', 'lost-after', 'busy'] as const;
type Fault = (typeof FAULTS)[number];
const CUSTOMERS = ['C1', 'C2'];
const STATUSES = {
  invoice: ['open', 'paid', 'voided', 'written-off'],
  payment: ['succeeded', 'voided', 'deleted'],
  note: ['open', 'voided'],
} as const;

/** Records by number, each with the statuses it goes through; the last one is what counts. */
const stories = fc.record({
  invoices: fc.array(
    fc.array(fc.constantFrom<Invoice['status']>(...STATUSES.invoice), { minLength: 1, maxLength: 3 }),
    { maxLength: 3 },
  ),
  payments: fc.array(
    fc.array(fc.constantFrom<Payment['status']>(...STATUSES.payment), { minLength: 1, maxLength: 3 }),
    { maxLength: 3 },
  ),
  refunds: fc.array(fc.array(fc.constantFrom<Payment['status']>(...STATUSES.payment), { minLength: 1, maxLength: 2 }), {
    maxLength: 2,
  }),
  notes: fc.array(fc.array(fc.constantFrom<CreditNote['status']>(...STATUSES.note), { minLength: 1, maxLength: 2 }), {
    maxLength: 2,
  }),
});
type Stories = typeof stories extends fc.Arbitrary<infer T> ? T : never;

const at = (version: number) => ({ connection: SOURCE, version });
const customerOf = (index: number) => CUSTOMERS[index % CUSTOMERS.length] as string;
/** What is undone stays so: no source takes a void back. */
const lasting = <T extends string>(statuses: readonly T[], undone: readonly T[]): T[] => {
  const end = statuses.findIndex((status) => undone.includes(status));
  return end < 0 ? [...statuses] : statuses.slice(0, end + 1);
};
const voidedAt = (status: string) =>
  status === 'voided' || status === 'deleted' ? { voidedAt: '2026-02-20T08:00:00Z' } : {};

function eventsOf({ invoices, payments, refunds, notes }: Stories): CanonicalEvent[] {
  const each = <T extends string>(
    histories: readonly (readonly T[])[],
    undone: readonly T[],
    event: (status: T, index: number, version: number) => CanonicalEvent,
  ) =>
    histories.flatMap((history, index) => lasting(history, undone).map((status, at) => event(status, index, at + 1)));
  const payment =
    (kind: 'payment' | 'refund', prefix: string) => (status: Payment['status'], index: number, version: number) =>
      aPayment()
        .with({
          number: `${prefix}${index}`,
          kind,
          status,
          customerId: customerOf(index),
          amount: `${index + 7}`,
          ...voidedAt(status),
        })
        .with(kind === 'refund' && index < payments.length ? { reversesPaymentId: `P${index}` } : {})
        .event(at(version));
  return [
    ...CUSTOMERS.map((number) => aCustomer().with({ number }).event(at(1))),
    ...each(invoices, ['voided'], (status, index, version) =>
      anInvoice()
        .with({ status, customerId: customerOf(index), ...voidedAt(status) })
        .withLine({ amount: `${index + 100}` })
        .event({ ...at(version), sourceId: `I${index}` }),
    ),
    ...each(payments, ['voided', 'deleted'], payment('payment', 'P')),
    ...each(refunds, ['voided', 'deleted'], payment('refund', 'R')),
    ...each(notes, ['voided'], (status, index, version) =>
      aCreditNote()
        .with({ status, customerId: customerOf(index), ...voidedAt(status) })
        .withLine({ amount: `${index + 40}` })
        .event({ ...at(version), sourceId: `N${index}` }),
    ),
  ];
}

function held(settings: GpSettings): HeldConnection<GpSettings> {
  const { signal } = new AbortController();
  const lease = { name: 'connection:acme-gp', epoch: '1', signal, remainingMs: () => 60_000 };
  return { connection: { id: 'acme-gp', version: 1, settings, source: 'file' }, lease, signal };
}

function inject(gateway: FakeGpGateway, fault: Fault): void {
  const failure = { operation: 'CreateReceivablesInvoice' };
  const method = 'createReceivables';
  if (fault === 'unreachable') gateway.failNext({ method, error: new GpError('GP_UNREACHABLE', 'down', failure) });
  else if (fault === 'busy') {
    const deadlock = { ...failure, faultString: 'Transaction was deadlocked on lock resources with another process' };
    gateway.failNext({ error: new GpError('GP_SYSTEM_FAULT', 'deadlock', deadlock) });
  } else {
    const isApplied = fault === 'lost-after';
    gateway.failNext({ method, error: new GpError('GP_ANSWER_LOST', 'reset', failure), isApplied });
  }
}

const numbersIn = (gateway: FakeGpGateway): string[] =>
  [...gateway.documents.values()].map(({ number, kind }) => `${kind} ${number}`).sort();

/** The document that a record stands for, and the one that undoes it. */
const PAIRS: Record<string, readonly [string, string]> = {
  invoice: ['invoice CBI', 'credit-memo CBV'],
  payment: ['cash-receipt CBP', 'debit-memo CBW'],
  refund: ['debit-memo CBD', 'credit-memo CBY'],
  'credit-note': ['credit-memo CBC', 'debit-memo CBX'],
};

function expectRight(events: readonly CanonicalEvent[], gateway: FakeGpGateway): void {
  const last = new Map<string, CanonicalEvent>();
  for (const event of events) last.set(`${event.record.type}/${event.record.sourceId}`, event);
  const found = new Set(numbersIn(gateway));
  for (const { record, state } of last.values()) {
    if (record.type === 'customer' || !('status' in state)) continue;
    const kind = 'kind' in state && state.kind === 'refund' ? 'refund' : record.type;
    const [first, undoing] = (PAIRS[kind] as readonly [string, string]).map((stem) =>
      found.delete(`${stem}${record.sourceId}`),
    );
    const counts = state.status !== 'voided' && state.status !== 'deleted';
    // one that does not count any more may have come and gone, but is never there alone
    expect([record.sourceId, state.status, first, undoing]).toEqual([
      record.sourceId,
      state.status,
      counts || undoing,
      counts ? false : first,
    ]);
  }
  expect([...found]).toEqual([]);
}

describe('any order of versions with any faults', () => {
  it('ends with the documents that the last versions call for, none twice, though the schema is lost on the way', async () => {
    await fc.assert(
      fc.asyncProperty(
        stories,
        fc.infiniteStream(fc.nat()),
        fc.array(fc.constantFrom(...FAULTS), { maxLength: 12 }),
        fc.boolean(),
        async (story, random, faults, isRebuilt) => {
          const events = eventsOf(story);
          const gateway = new FakeGpGateway();
          const registry = { known: () => [] } as unknown as ConnectionRegistry<GpSettings>;
          const target = new GpTarget(registry, { of: () => gateway });
          const dispatcher = new MiniDispatcher(target, held(settingsWith()));
          const next = (below: number) => (random.next().value as number) % below;
          let left = [...events, ...events];
          const troubles = [...faults];
          let isLost = !isRebuilt;
          while (left.length > 0) {
            dispatcher.land(left.splice(next(left.length), 1)[0] as CanonicalEvent);
            const fault = next(3) === 0 ? troubles.pop() : undefined;
            if (fault !== undefined) inject(gateway, fault);
            await dispatcher.work(next(5));
            if (isLost || next(8) > 0) continue;
            isLost = true;
            dispatcher.forget();
            left = [...events];
          }
          await dispatcher.settle();
          expectRight(events, gateway);
          expect(dispatcher.rows.map(({ state }) => state)).not.toContain('failed');
        },
      ),
      { numRuns: 200, seed: 20_261_127 },
    );
  });
});
