import { carriedResources, isObject } from './event-content.js';
import type { ResourceHint } from './resource-hint.js';

/** What is kept of a webhook's body: the id, which the API is asked about, and hints; nothing personal. */
export interface EventNotice {
  readonly id: string;
  readonly eventType?: string;
  readonly occurredAt?: Date;
  readonly resources?: readonly ResourceHint[];
}

/** Chargebee's ids are `ev_` and letters and digits, at most 40 characters. */
const EVENT_ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/;
export const EVENT_ID_RULE = 'must be the id of a Chargebee event: at most 40 letters, digits, "_" or "-"';
const EVENT_TYPE = /^[a-z0-9_]{1,100}$/;
/** Seconds; the end of the year 9999. */
const LATEST_SECOND = 253_402_300_799;

/** Undefined when there is no event id in it. */
export function readNotice(body: unknown): EventNotice | undefined {
  if (!isObject(body)) return undefined;
  const { id, event_type: eventType, occurred_at: occurredAt, content } = body;
  if (typeof id !== 'string' || !EVENT_ID.test(id)) return undefined;
  const resources = carriedResources(content).map(({ resource: _state, ...hint }) => hint);
  return {
    id,
    ...(typeof eventType === 'string' && EVENT_TYPE.test(eventType) ? { eventType } : {}),
    ...(isSecond(occurredAt) ? { occurredAt: new Date(occurredAt * 1000) } : {}),
    ...(resources.length > 0 ? { resources } : {}),
  };
}

function isSecond(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= LATEST_SECOND;
}
