import { describe, expect, it } from '@jest/globals';
import { stateDigest, type ChangeOf, type RecordStates, type RecordType } from '@ledgerbridge/contracts';
import { aCustomer, anInvoice, aPayment } from '@ledgerbridge/testing';
import fc from 'fast-check';
import { decidePublication, type Published } from './decide-publication.js';
import type { Observation } from './observation.js';

function seen<T extends RecordType>(
  type: T,
  state: RecordStates[T],
  options: { version?: number; at?: number } = {},
): Observation {
  return {
    record: { connection: 'acme-syspro', type, sourceId: 'S1' },
    state,
    ...(options.version === undefined ? {} : { sourceVersionMs: options.version }),
    observedAtMs: options.at ?? 1_000,
    causationId: 'run-1',
  };
}

/** The changes told by a series of states of one record. */
function changesOf(...observations: Observation[]): (ChangeOf | undefined)[] {
  let published: Published | undefined;
  return observations.map((observation) => {
    const decision = decidePublication(published, observation);
    published = decision.published;
    return decision.change;
  });
}

const customer = (status: 'active' | 'on-hold' | 'deleted', name = 'Bayside') =>
  seen('customer', aCustomer().with({ status, name }).build());
const invoice = (status: 'open' | 'paid' | 'voided' | 'written-off' | 'deleted') =>
  seen('invoice', anInvoice().with({ status }).build());
const payment = (
  status: 'succeeded' | 'failed' | 'voided' | 'deleted',
  kind: 'payment' | 'refund' | 'reversal' = 'payment',
) => seen('payment', aPayment().with({ status, kind }).build());

describe('decidePublication', () => {
  it('given a record never published, when seen, then it is created with the source version as sequence', () => {
    const decision = decidePublication(
      undefined,
      seen('customer', aCustomer().build(), { version: 1_767_225_600_123 }),
    );
    expect(decision).toMatchObject({
      outcome: 'created',
      change: 'created',
      published: { sequence: '001767225600123', sourceVersionMs: 1_767_225_600_123, lifecycle: 'live' },
    });
  });

  it('given the same state again, when seen by webhook, list or re-poll, then nothing is published and the sequence stays', () => {
    const first = decidePublication(undefined, seen('invoice', anInvoice().build(), { version: 10 })).published;
    const again = decidePublication(first, seen('invoice', anInvoice().build(), { version: 20, at: 9_999 }));
    expect(again).toEqual({ outcome: 'unchanged', published: { ...first, sourceVersionMs: 20 } });
  });

  it('given a newer version published, when an older one is seen late, then it is stale and changes nothing', () => {
    const newer = decidePublication(undefined, seen('customer', aCustomer().build(), { version: 20 })).published;
    const late = decidePublication(newer, seen('customer', aCustomer().with({ name: 'Old' }).build(), { version: 10 }));
    expect(late).toEqual({ outcome: 'stale', published: newer });
  });

  it('given a deletion that left the version as it was, when the state before it is seen late, then it is stale', () => {
    const state = aPayment().build();
    const gone = { ...state, status: 'deleted' as const };
    const before = decidePublication(undefined, seen('payment', state, { version: 20 })).published;
    const deleted = decidePublication(before, seen('payment', gone, { version: 20 }));
    expect(deleted).toMatchObject({ outcome: 'changed', change: 'deleted' });
    const late = decidePublication(deleted.published, seen('payment', state, { version: 20 }));
    expect(late).toEqual({ outcome: 'stale', published: deleted.published });
    const anew = decidePublication(deleted.published, seen('payment', state, { version: 21 }));
    expect(anew).toMatchObject({ outcome: 'created' });
  });

  it('given two changes within one millisecond, when published, then the second sequence is one higher', () => {
    const first = decidePublication(undefined, seen('customer', aCustomer().build(), { version: 20 })).published;
    const next = decidePublication(first, seen('customer', aCustomer().with({ name: 'New' }).build(), { version: 20 }));
    expect(next).toMatchObject({ outcome: 'changed', change: 'updated', published: { sequence: '000000000000021' } });
  });

  it('given a source clock that went back but no version, when a change is seen, then the sequence still grows', () => {
    const first = decidePublication(undefined, seen('customer', aCustomer().build(), { at: 5_000 })).published;
    const next = decidePublication(first, seen('customer', aCustomer().with({ name: 'New' }).build(), { at: 100 }));
    expect(next.published.sequence).toBe('000000000005001');
  });

  it('given a customer through its life, when told, then each change has its name and the deletion comes once', () => {
    expect(
      changesOf(
        customer('active'),
        customer('on-hold'),
        customer('deleted'),
        customer('deleted', 'Renamed after deletion'),
        customer('active'),
      ),
    ).toEqual(['created', 'updated', 'deleted', undefined, 'created']);
  });

  it.each<[string, Observation[], (ChangeOf | undefined)[]]>([
    ['paid, then voided', [invoice('open'), invoice('paid'), invoice('voided')], ['issued', 'updated', 'voided']],
    ['voided before it was ever seen', [invoice('voided'), invoice('deleted')], ['voided', 'deleted']],
    [
      'written off, then reopened',
      [invoice('open'), invoice('written-off'), invoice('open')],
      ['issued', 'updated', 'updated'],
    ],
    [
      'issued again after its deletion',
      [invoice('open'), invoice('deleted'), invoice('open')],
      ['issued', 'deleted', 'issued'],
    ],
    [
      'payment that succeeds late',
      [payment('failed'), payment('succeeded'), payment('voided')],
      ['failed', 'succeeded', 'voided'],
    ],
    ['refund', [payment('succeeded', 'refund'), payment('deleted', 'refund')], ['refunded', 'deleted']],
    ['reversal', [payment('succeeded', 'reversal')], ['refunded']],
  ])('given %s, when told, then the changes are named so', (_, observations, changes) => {
    expect(changesOf(...observations)).toEqual(changes);
  });

  it('given any sightings in any order, when decided, then sequences grow, digests alternate and stale ones change nothing', () => {
    const sighting = fc.record({
      name: fc.constantFrom('A', 'B', 'C'),
      status: fc.constantFrom<'active' | 'on-hold' | 'deleted'>('active', 'on-hold', 'deleted'),
      version: fc.option(fc.integer({ min: 0, max: 30 }), { nil: undefined }),
      at: fc.integer({ min: 0, max: 1_000 }),
    });
    fc.assert(
      fc.property(fc.array(sighting, { maxLength: 30 }), (sightings) => {
        let published: Published | undefined;
        let deletionsInARow = 0;
        for (const { name, status, version, at } of sightings) {
          const state = aCustomer().with({ name, status }).build();
          const before = published;
          const {
            outcome,
            change,
            published: after,
          } = decidePublication(before, seen('customer', state, { at, ...(version === undefined ? {} : { version }) }));
          expect(change !== undefined).toBe(outcome === 'created' || outcome === 'changed');
          if (outcome === 'stale') expect(after).toBe(before);
          if (change === undefined) expect(after.sequence).toBe(before?.sequence);
          else {
            expect(after.digest).toBe(stateDigest(state));
            if (before !== undefined) {
              expect(after.sequence > before.sequence).toBe(true);
              expect(after.digest).not.toBe(before.digest);
            }
          }
          if (change !== undefined) deletionsInARow = change === 'deleted' ? deletionsInARow + 1 : 0;
          expect(deletionsInARow).toBeLessThanOrEqual(1);
          const versions = [before?.sourceVersionMs, after.sourceVersionMs].filter((value) => value !== undefined);
          expect(versions).toEqual([...versions].sort((left, right) => left - right));
          published = after;
        }
      }),
    );
  });
});
