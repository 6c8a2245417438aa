import { describe, expect, it } from '@jest/globals';
import {
  afterDoubtReadError,
  afterEarlyReadError,
  afterReadBack,
  afterSendError,
  doubtWaitMs,
  type OutcomeContext,
} from './outcome.js';
import { yieldToNewer } from './yield-to-newer.js';

const context: OutcomeContext = {
  attempt: 3,
  readBacks: 0,
  timeouts: { requestSeconds: 30, settleSeconds: 60 },
  retry: { baseMs: 1_000, capMs: 300_000 },
  random: 0.5,
  errorCode: 'ETIMEDOUT',
};
const permanent = {
  kind: 'permanent',
  failureClass: 'configuration',
  code: 'NO_PLAN',
  message: 'no such plan',
  details: { plan: 'x' },
} as const;

describe('outcome of a send', () => {
  it('given a transient error, then it is retried with backoff and named', () => {
    expect(afterSendError({ kind: 'transient' }, context)).toEqual({
      kind: 'change',
      change: { to: 'retrying', reason: 'ETIMEDOUT', nextAttemptInMs: 2_000 },
      existence: 'refused',
    });
  });

  it('given a Retry-After, then it is waited out', () => {
    const outcome = afterSendError({ kind: 'transient', retryAfterMs: 45_000 }, context);
    expect(outcome).toMatchObject({ change: { nextAttemptInMs: 45_500 } });
  });

  it('given a target that is down, then the attempt is not burnt and the circuit says when', () => {
    expect(afterSendError({ kind: 'target-down' }, context)).toMatchObject({
      change: { to: 'retrying', reason: 'TARGET_DOWN', attempt: 2, nextAttemptInMs: 0 },
    });
  });

  it('given a refusal that the settings could have foreseen, then it waits, no attempt burnt and nothing kept to send', () => {
    const details = { date: '2026-09-30' };
    expect(afterSendError({ kind: 'held', reason: 'PERIOD_CLOSED', details }, context)).toEqual({
      kind: 'change',
      change: { to: 'waiting', reason: 'PERIOD_CLOSED', details, requests: null, step: 0, attempt: 2 },
      existence: 'refused',
    });
  });

  it('given a permanent error, then it fails with class, code and details', () => {
    expect(afterSendError(permanent, context)).toMatchObject({
      change: {
        to: 'failed',
        failureClass: 'configuration',
        reason: 'NO_PLAN',
        details: { plan: 'x', message: 'no such plan' },
      },
      existence: 'refused',
    });
  });

  it('given a call of unknown fate, then nothing is concluded before request and settle time have passed', () => {
    expect(doubtWaitMs(context.timeouts)).toBe(90_000);
    expect(afterSendError({ kind: 'in-doubt' }, context)).toEqual({
      kind: 'change',
      change: { to: 'in_doubt', reason: 'ETIMEDOUT', nextAttemptInMs: 90_000, readBacks: 0 },
      existence: 'unknown',
    });
  });
});

const doubted = { refusedAsDuplicate: false, repeatable: false };
const duplicate = { refusedAsDuplicate: true, repeatable: false };

describe('outcome of a read-back', () => {
  it('given an equal object, then the request counts as accepted, doubted or refused as duplicate', () => {
    expect(afterReadBack({ kind: 'equal' }, doubted)).toEqual({ kind: 'accepted' });
    expect(afterReadBack({ kind: 'equal' }, duplicate)).toEqual({ kind: 'accepted' });
  });

  it('given nothing there, then the same bytes are sent again; but never after the target called it a duplicate', () => {
    expect(afterReadBack({ kind: 'absent' }, doubted)).toEqual({ kind: 'send' });
    expect(afterReadBack({ kind: 'absent' }, duplicate)).toMatchObject({
      change: { to: 'failed', failureClass: 'collision', reason: 'TARGET_UNREADABLE' },
    });
  });

  it('given another object, then it is a collision that shows both values', () => {
    const differences = { total: { ours: '10.00', theirs: '11.00' } };
    expect(afterReadBack({ kind: 'different', differences }, doubted)).toMatchObject({
      change: { to: 'failed', failureClass: 'collision', reason: 'TARGET_DIFFERS', details: { differences } },
      existence: 'uncertain',
    });
  });

  it('given an object that cannot be read, then it fails rather than being written a second time', () => {
    expect(afterReadBack({ kind: 'unreadable' }, doubted)).toMatchObject({
      change: { to: 'failed', reason: 'TARGET_UNREADABLE' },
      existence: 'uncertain',
    });
  });

  it('given an update in doubt, when the target shows another state, then the same bytes are sent again', () => {
    const update = { refusedAsDuplicate: false, repeatable: true };
    expect(afterReadBack({ kind: 'different', differences: {} }, update)).toEqual({ kind: 'send' });
    expect(afterReadBack({ kind: 'unreadable' }, update)).toEqual({ kind: 'send' });
  });

  it('given a read-back that fails while in doubt, then the doubt stays, even for a permanent error', () => {
    expect(afterDoubtReadError(permanent, context)).toMatchObject({
      change: { to: 'in_doubt', readBacks: 1, nextAttemptInMs: 500 },
    });
  });

  it('given a read-back that fails before anything was sent, then there is no doubt', () => {
    expect(afterEarlyReadError({ kind: 'in-doubt' }, context)).toMatchObject({ change: { to: 'retrying' } });
    expect(afterEarlyReadError(permanent, context)).toMatchObject({ change: { to: 'failed' } });
  });
});

describe('a newer version that landed meanwhile', () => {
  it('takes over where the outcome would be to try again or to wait for a person', () => {
    for (const to of ['retrying', 'failed', 'pending'] as const) {
      expect(yieldToNewer({ to }, true)).toEqual({ to: 'superseded', reason: 'NEWER_VERSION' });
    }
  });

  it('leaves a resolved outcome and a doubt as they are', () => {
    for (const to of ['delivered', 'in_doubt'] as const) expect(yieldToNewer({ to }, true)).toEqual({ to });
    expect(yieldToNewer({ to: 'failed' }, false)).toEqual({ to: 'failed' });
  });
});
