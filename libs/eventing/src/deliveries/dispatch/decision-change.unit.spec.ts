import { ContractError } from '@ledgerbridge/contracts';
import { describe, expect, it } from '@jest/globals';
import { changeByDecision, changeByDecisionError } from './decision-change.js';

const retry = { baseMs: 1_000, capMs: 300_000 };

describe('a decision without a call', () => {
  it('given what is waited for, then it is named and can be queried by', () => {
    const on = { connection: 'acme', type: 'customer', sourceId: 'C1' } as const;
    expect(changeByDecision({ kind: 'waiting', on })).toEqual({
      to: 'waiting',
      reason: 'acme/customer/C1',
      waitingOn: on,
    });
  });

  it('given a rule or a failure, then its name is the reason', () => {
    expect(changeByDecision({ kind: 'skipped', rule: 'zero-total' })).toEqual({ to: 'skipped', reason: 'zero-total' });
    expect(
      changeByDecision({ kind: 'failed', failureClass: 'data', code: 'TARGET_IMMUTABLE', details: { field: 'date' } }),
    ).toEqual({ to: 'failed', failureClass: 'data', reason: 'TARGET_IMMUTABLE', details: { field: 'date' } });
  });

  it('given an error of ours while deciding, then it fails by its code; a retryable one is tried again', () => {
    const error = new ContractError('INVALID_EVENT', 'customer: name', { fields: ['name'] });
    expect(changeByDecisionError(error, 0, retry, 0.5)).toMatchObject({ to: 'failed', reason: 'INVALID_EVENT' });
    const passing = { code: 'BUSY', retryable: true, details: {} };
    expect(changeByDecisionError(passing, 1, retry, 0.5)).toEqual({
      to: 'retrying',
      reason: 'BUSY',
      attempt: 2,
      nextAttemptInMs: 1_000,
    });
  });

  it('given an error of a foreign kind, then only its name is shown', () => {
    expect(changeByDecisionError(new TypeError('secret'), 0, retry, 0)).toEqual({
      to: 'failed',
      failureClass: 'data',
      reason: 'UNDECIDABLE',
      details: { error: 'TypeError' },
    });
  });
});
