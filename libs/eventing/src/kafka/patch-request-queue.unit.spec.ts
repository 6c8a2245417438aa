import { describe, expect, it, jest } from '@jest/globals';
import { createRequire } from 'node:module';
import { patchRequestQueue } from './patch-request-queue.js';

interface Queue {
  pending: { sent: boolean }[];
  throttledUntil: number;
  throttleCheckTimeoutId: unknown;
  scheduleCheckPendingRequests(): void;
}

function aQueue(): Queue {
  patchRequestQueue();
  const RequestQueue = createRequire(import.meta.url)('kafkajs/src/network/requestQueue') as new (
    options: object,
  ) => Queue;
  return new RequestQueue({ maxInFlightRequests: 1, requestTimeout: 1_000, enforceRequestTimeout: false, logger: {} });
}

describe('patchRequestQueue', () => {
  it('given nothing pending, when a check is asked for, then no timer is set', () => {
    const setTimer = jest.spyOn(globalThis, 'setTimeout');
    aQueue().scheduleCheckPendingRequests();
    expect(setTimer).not.toHaveBeenCalled();
  });

  it.each([
    ['not throttled', -1, 10],
    ['throttled for a second', 1_000, 1_000],
  ])(
    'given a pending request and a broker %s, when asked twice, then one timer waits a positive time',
    (_, ms, wait) => {
      jest.useFakeTimers();
      const queue = aQueue();
      const setTimer = jest.spyOn(globalThis, 'setTimeout');
      queue.pending.push({ sent: false });
      queue.throttledUntil = ms < 0 ? -1 : Date.now() + ms;
      queue.scheduleCheckPendingRequests();
      queue.scheduleCheckPendingRequests();
      expect(setTimer).toHaveBeenCalledTimes(1);
      expect(setTimer.mock.calls[0]?.[1]).toBe(wait);
      jest.useRealTimers();
    },
  );
});
