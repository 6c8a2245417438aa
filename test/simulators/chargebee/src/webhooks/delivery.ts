import type { WebhookEndpoint } from '../resources/webhook-endpoints/webhook-endpoint.js';
import type { Resource } from '../resources/resource.js';

/** One call of one webhook for one event that is still to be made. */
export interface Delivery {
  eventId: string;
  endpointId: string;
  /** 1 is the first. */
  attempt: number;
  /** Milliseconds since 1970 by the simulator's clock. */
  dueAt: number;
  /** Whether the event is to be delivered once more after it was taken. */
  twice: boolean;
}

/**
 * Posts the event and answers whether the receiver took it: any 2xx is success, a redirect is not.
 * Never throws; a connection that cannot be made, a broken one and a time-out are failures.
 */
export async function postEvent(
  endpoint: WebhookEndpoint,
  event: Resource,
  limits: { timeoutMs: number; stopped: AbortSignal },
): Promise<{ taken: boolean; reason?: string }> {
  const { credentials } = endpoint;
  const basic =
    credentials && Buffer.from(`${credentials.username}:${credentials.password}`, 'utf8').toString('base64');
  try {
    const response = await fetch(endpoint.url, {
      method: 'POST',
      redirect: 'manual',
      signal: AbortSignal.any([limits.stopped, AbortSignal.timeout(limits.timeoutMs)]),
      headers: {
        'content-type': 'application/json;charset=UTF-8',
        'user-agent': 'ChargeBee',
        ...(basic === undefined ? {} : { authorization: `Basic ${basic}` }),
      },
      body: JSON.stringify(event),
    });
    await response.body?.cancel();
    return response.ok ? { taken: true } : { taken: false, reason: `HTTP ${response.status}` };
  } catch (error) {
    return { taken: false, reason: (error as Error).name };
  }
}
