import { describe, expect, it } from '@jest/globals';
import { requestSignature } from './idempotency-signature.js';
import { IDEMPOTENCY_WINDOW_MS, IdempotencyStore } from './idempotency-store.js';
import { RateLimiter } from './rate-limiter.js';

const limits = { perMinute: 3, gets: 2, posts: 1 };

describe('RateLimiter', () => {
  it('lets in as many requests as the past 60 seconds leave room for', () => {
    let now = 0;
    const limiter = new RateLimiter(() => now);
    for (now of [0, 10_000, 20_000]) {
      const entry = limiter.enter('GET', limits);
      if ('leave' in entry) entry.leave();
    }
    now = 30_000;
    expect(limiter.enter('GET', limits)).toEqual({ refusedForSeconds: 30 });
    now = 59_999;
    expect(limiter.enter('GET', limits)).toEqual({ refusedForSeconds: 1 });
    now = 60_000;
    expect(limiter.enter('GET', limits)).toHaveProperty('leave');
    expect(limiter.enter('GET', limits)).toEqual({ refusedForSeconds: 10 });
    expect(limiter.peak).toBe(3);
  });

  it('bounds requests in flight by method', () => {
    const limiter = new RateLimiter(() => 0);
    const unlimited = { ...limits, perMinute: null };
    const post = limiter.enter('POST', unlimited);
    expect(limiter.enter('POST', unlimited)).toEqual({ refusedForSeconds: 1 });
    expect(limiter.enter('GET', unlimited)).toHaveProperty('leave');
    if ('leave' in post) post.leave();
    expect(limiter.enter('POST', unlimited)).toHaveProperty('leave');
  });
});

describe('IdempotencyStore', () => {
  it('forgets an answer after 30 minutes', () => {
    let now = 1000;
    const store = new IdempotencyStore(() => now);
    store.keep({ key: 'k', signature: 's', status: 200, body: '{}', at: now });
    now += IDEMPOTENCY_WINDOW_MS - 1;
    expect(store.find('k')).toBeDefined();
    now += 1;
    expect(store.find('k')).toBeUndefined();
  });
});

describe('requestSignature', () => {
  const request = { path: '/a', body: 'x=1&y=2', headers: { 'chargebee-event-email': 'all-disabled', date: 'now' } };

  it('ignores volatile headers and the order of parameters', () => {
    const retried = {
      path: '/a',
      body: 'y=2&x=1',
      headers: { ...request.headers, date: 'later', 'x-cb-retry-attempt': '1' },
    };
    expect(requestSignature(retried, 'all')).toBe(requestSignature(request, 'all'));
  });

  it.each([
    ['path', { ...request, path: '/b' }],
    ['body', { ...request, body: 'x=1&y=3' }],
    ['Chargebee header', { ...request, headers: {} }],
    ['other header', { ...request, headers: { ...request.headers, traceparent: '00-1' } }],
  ])('changes with the %s', (_what, other) => {
    expect(requestSignature(other, 'all')).not.toBe(requestSignature(request, 'all'));
  });

  it('can be told to leave headers alone', () => {
    const traced = { ...request, headers: { ...request.headers, traceparent: '00-1' } };
    expect(requestSignature(traced, 'chargebee')).toBe(requestSignature(request, 'chargebee'));
    expect(requestSignature({ ...request, headers: {} }, 'none')).toBe(requestSignature(request, 'none'));
  });
});
