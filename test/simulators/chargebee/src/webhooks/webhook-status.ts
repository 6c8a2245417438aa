/** One webhook's part of an event, as `webhooks[]` of the event shows it. */
export interface EventWebhook {
  id: string;
  webhook_status: WebhookStatus;
}

export type WebhookStatus =
  'not_configured' | 'scheduled' | 'succeeded' | 're_scheduled' | 'failed' | 'skipped' | 'disabled';

const WORST_FIRST: readonly WebhookStatus[] = [
  're_scheduled',
  'scheduled',
  'failed',
  'succeeded',
  'disabled',
  'skipped',
];

/** The status of the event as a whole: what is still to come first, then what went wrong. */
export function overallStatus(webhooks: readonly EventWebhook[]): WebhookStatus {
  const present = new Set(webhooks.map((webhook) => webhook.webhook_status));
  return WORST_FIRST.find((status) => present.has(status)) ?? 'not_configured';
}

/** Whether the webhook is still to be called. */
export function isOpen(webhook: EventWebhook): boolean {
  return webhook.webhook_status === 'scheduled' || webhook.webhook_status === 're_scheduled';
}
