import { carriedResources } from '../webhooks/event-content.js';
import type { ListedEvent } from '../webhooks/webhook-receipts.js';
import type { Resource } from '../chargebee/reading/fields.js';

/** Younger than this an event may still be on its way to us. */
const ON_ITS_WAY_MS = 120_000;

const ABOUT_RECORDS = /^(customer|subscription|invoice|payment|refund|transaction|credit_note|tax_withheld)_/;
/** Reminders change nothing, sources of payment and schedules are no records. */
const CHANGES_NOTHING = /_reminder$|^payment_(source|schedules?|intent|method)_/;
/** What the site itself says it did not mean to send. */
const NOT_SENT: ReadonlySet<unknown> = new Set(['disabled', 'skipped', 'not_applicable']);

/**
 * An event of the site that a webhook must have told of by now; undefined when none was due: it concerns no record of
 * ours, may still be on its way, or the site was told not to send it.
 * @param event as `GET /events` lists it
 */
export function dueEvent(event: Resource, nowMs: number): ListedEvent | undefined {
  const { id, event_type: eventType, occurred_at: occurredAt, webhook_status: status, content } = event;
  if (typeof id !== 'string' || id === '' || typeof eventType !== 'string' || typeof occurredAt !== 'number') {
    return undefined;
  }
  const isOurs = ABOUT_RECORDS.test(eventType) && !CHANGES_NOTHING.test(eventType);
  if (!isOurs || NOT_SENT.has(status) || occurredAt * 1000 > nowMs - ON_ITS_WAY_MS) return undefined;
  const resources = carriedResources(content).map(({ resource: _state, ...hint }) => hint);
  return { id, eventType, occurredAt: new Date(occurredAt * 1000), resources };
}
