import type { EventWebhook } from '../../webhooks/webhook-status.js';
import type { UnitOfWork } from '../../store/unit-of-work.js';
import type { Resource } from '../resource.js';

/** A place events are posted to. The API never shows the credentials. */
export interface WebhookEndpoint extends Resource {
  object: 'webhook_endpoint';
  name: string;
  url: string;
  disabled: boolean;
  primary_url: boolean;
  send_card_resource: boolean;
  api_version: 'v2';
  /** Absent or empty: every event. */
  enabled_events?: readonly string[];
  credentials?: { username: string; password: string };
}

/** What a new endpoint is told. */
export interface NewWebhook {
  url: string;
  name?: string;
  username?: string;
  password?: string;
  /** Event types; absent means all. */
  enabledEvents?: readonly string[];
}

export function newEndpoint(id: string, given: NewWebhook): WebhookEndpoint {
  const { username, password = '' } = given;
  return {
    id,
    name: given.name ?? id,
    url: given.url,
    disabled: false,
    primary_url: false,
    send_card_resource: false,
    api_version: 'v2',
    object: 'webhook_endpoint',
    ...(given.enabledEvents === undefined ? {} : { enabled_events: given.enabledEvents }),
    ...(username === undefined ? {} : { credentials: { username, password } }),
  };
}

/** The endpoint as the API shows it. */
export function endpointView({ credentials: _secret, ...shown }: WebhookEndpoint): Resource {
  return shown;
}

/** The endpoints of the site that want events of this type, each still to be called. */
export function endpointsFor(unit: UnitOfWork, eventType: string): EventWebhook[] {
  const webhooks: EventWebhook[] = [];
  for (const { value } of unit.rows('webhook_endpoint')) {
    const { id, deleted, disabled, enabled_events: events = [] } = value as WebhookEndpoint;
    if (deleted === true || disabled || (events.length > 0 && !events.includes(eventType))) continue;
    webhooks.push({ id, webhook_status: 'scheduled' });
  }
  return webhooks;
}
