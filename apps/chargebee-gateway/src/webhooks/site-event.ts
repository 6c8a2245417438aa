import type { WebhookReceipt } from '../database/webhook-receipt.entity.js';
import type { Resource } from '../chargebee/reading/fields.js';
import { carriedResources, isDeletion, isObject } from './event-content.js';
import type { ResourceHint } from './resource-hint.js';

/** An event that the site has, or that needs no asking: what it is about. */
export interface SiteEvent {
  readonly eventType: string | undefined;
  /** With the state the event carries, where the API told it. */
  readonly carried: readonly (ResourceHint & { readonly resource?: Resource })[];
}

/** A receipt and the event behind it. */
export interface ToldEvent {
  readonly receipt: WebhookReceipt;
  readonly event: SiteEvent;
}

/** The event of an answer, when it is the one asked for. */
export function readEvent(answer: unknown): (SiteEvent & { readonly id: string }) | undefined {
  if (!isObject(answer) || typeof answer['id'] !== 'string') return undefined;
  const { id, event_type: eventType, content } = answer;
  return { id, eventType: typeof eventType === 'string' ? eventType : undefined, carried: carriedResources(content) };
}

/** The event as its hints tell it, for whoever may believe them; undefined when they do not tell enough. */
export function hintedEvent({ eventType, resources }: WebhookReceipt): SiteEvent | undefined {
  if (resources === null || eventType === null) return undefined;
  if (resources.some(({ kind }) => isDeletion(eventType, kind))) return undefined;
  return { eventType, carried: resources };
}
