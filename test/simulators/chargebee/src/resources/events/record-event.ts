import type { UnitCall } from '../../operations/operation.js';
import { overallStatus } from '../../webhooks/webhook-status.js';
import type { Resource } from '../resource.js';
import { endpointsFor } from '../webhook-endpoints/webhook-endpoint.js';

/** Appends an event of the API; `content` holds the objects as they are after the write. */
export function recordEvent(call: UnitCall, eventType: string, content: Record<string, Resource | undefined>): void {
  const id = call.unit.newId('ev_');
  const webhooks = call.webhooksDisabled ? [] : endpointsFor(call.unit, eventType);
  call.unit.append('event', {
    id,
    occurred_at: call.unit.now,
    source: call.source ?? 'api',
    ...(call.user === '' ? {} : { user: call.user }),
    object: 'event',
    api_version: 'v2',
    content: Object.fromEntries(Object.entries(content).filter(([, value]) => value !== undefined)),
    event_type: eventType,
    webhook_status: call.webhooksDisabled ? 'disabled' : overallStatus(webhooks),
    ...(webhooks.length > 0 ? { webhooks } : {}),
  });
}
