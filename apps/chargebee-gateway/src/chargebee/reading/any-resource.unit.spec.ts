import { describe, expect, it } from '@jest/globals';
import {
  assertTotals,
  CHANGES,
  decodeEvent,
  encodeEvent,
  eventId,
  type CanonicalEvent,
  type Invoice,
} from '@ledgerbridge/contracts';
import fc from 'fast-check';
import type { Resource } from './fields.js';
import { mapResource } from './map-resource.js';
import { RECORD_TYPE_OF, type MappedRecord, type ResourceKind } from './mapped-resource.js';
import {
  aContext,
  aLineItem,
  aSiteCreditNote,
  aSiteCustomer,
  aSiteInvoice,
  aSubscription,
  aTransaction,
} from './resources.fixture.spec.js';

const BUILDERS: Record<ResourceKind, () => Resource> = {
  customer: () => aSiteCustomer({ cf_gp_id: 'ACME', contacts: [{ enabled: true, email: 'b@acme.example' }] }),
  subscription: aSubscription,
  invoice: () =>
    aSiteInvoice({
      line_items: [aLineItem({ tax_amount: 800 })],
      line_item_taxes: [{ line_item_id: 'li_1', tax_name: 'VAT', tax_rate: 8, tax_amount: 800 }],
      discounts: [{ entity_type: 'document_level_discount', amount: 800 }],
    }),
  transaction: aTransaction,
  credit_note: aSiteCreditNote,
};

const KINDS = Object.keys(RECORD_TYPE_OF) as ResourceKind[];

/** What a member may hold when something is wrong with it. */
const oddValue = fc.oneof(
  fc.constantFrom<unknown>(null, undefined, '', ' ', -0, 0, true, {}, [], [null], [{}], 'x'.repeat(600), 'pending'),
  fc.constantFrom<unknown>(1e308, 5e-324, Number.MAX_SAFE_INTEGER, -1, 1.5, '12.50', '\u0000', '\ud83d', '🚀', 'USD'),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.double(),
  fc.integer(),
);

/** The sound resource with some members, of it or of its parts, replaced. */
function damaged(sound: Resource, damage: readonly { at: number; value: unknown }[]): Resource {
  const copy = structuredClone(sound) as Record<string, unknown>;
  for (const { at, value } of damage) {
    const places = placesIn(copy);
    const [holder, name] = places[at % places.length] as [Record<string, unknown>, string];
    holder[name] = value;
  }
  return copy;
}

function placesIn(value: unknown): [Record<string, unknown>, string][] {
  if (Array.isArray(value)) return value.flatMap(placesIn);
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Record<string, unknown>;
  return Object.entries(holder).flatMap(([name, member]) => [[holder, name], ...placesIn(member)]);
}

/** Throws when the record could not be told as an event, or not be read by who gets it. */
function tell({ record, state }: MappedRecord): void {
  const sequence = '000000000000001';
  const [change] = CHANGES[record.type];
  const event = { record, change, sequence, id: eventId(record, sequence), time: '2026-01-01T00:00:00.000Z', state };
  expect(JSON.stringify(state)).not.toContain('\\u0000');
  decodeEvent(encodeEvent(event as CanonicalEvent));
  if (record.type === 'invoice' || record.type === 'credit-note') assertTotals(state as Invoice);
}

describe('any resource', () => {
  it.each(KINDS)('given a sound %s, then it can be told', (kind) => {
    tell(mapResource(kind, BUILDERS[kind](), aContext({ customFields: ['cf_gp_id'] })) as MappedRecord);
  });

  it.each(KINDS)('given a %s with anything in it, then it is told, left out or rejected, never an error', (kind) => {
    const damages = fc.array(fc.record({ at: fc.nat(), value: oddValue }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(damages, (damage) => {
        const resource = damaged(BUILDERS[kind](), damage);
        const outcome = mapResource(kind, resource, aContext({ customFields: ['cf_gp_id'] }));
        if (outcome.kind === 'mapped') tell(outcome);
        else if (outcome.kind === 'rejected') expect(outcome.rejection.shape).not.toBe('');
        else expect(outcome.reason).not.toBe('');
      }),
      { numRuns: 300 },
    );
  });
});
