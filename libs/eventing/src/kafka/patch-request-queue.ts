import { createRequire } from 'node:module';

interface RequestQueue {
  pending: unknown[];
  throttledUntil: number;
  throttleCheckTimeoutId: NodeJS.Timeout | null;
  checkPendingRequests(): void;
}

interface RequestQueueClass {
  prototype: RequestQueue & { scheduleCheckPendingRequests(this: RequestQueue): void };
}

const CHECK_INTERVAL_MS = 10;

/**
 * kafkajs 2.2.4 plans its next look at pending requests at "throttled until" minus now, which is negative when nothing
 * is throttled: a timer of 1 ms that plans itself for ever, and a warning on newer Node. With nothing pending there is
 * nothing to look at: whatever is enqueued later plans its own check.
 * @see https://github.com/tulios/kafkajs/issues/1751
 */
export function patchRequestQueue(): void {
  const load = createRequire(import.meta.url);
  const { prototype } = load('kafkajs/src/network/requestQueue') as RequestQueueClass;
  prototype.scheduleCheckPendingRequests = function scheduleCheckPendingRequests(this: RequestQueue): void {
    if (this.throttleCheckTimeoutId !== null || this.pending.length === 0) return;
    const untilUnthrottled = this.throttledUntil - Date.now();
    this.throttleCheckTimeoutId = setTimeout(
      () => {
        this.throttleCheckTimeoutId = null;
        this.checkPendingRequests();
      },
      untilUnthrottled > 0 ? untilUnthrottled : CHECK_INTERVAL_MS,
    );
  };
}
