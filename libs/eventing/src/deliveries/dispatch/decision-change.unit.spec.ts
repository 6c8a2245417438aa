import { ContractError } from '@ledgerbridge/contracts';
import { describe, expect, it } from '@jest/globals';
import { changeByDecision, changeByDecisionError } from './decision-change.js';

const asLanded = { reason: null, details: null };
const on = { connection: 'acme', type: 'customer', sourceId: 'C1' } as const;
const retry = { baseMs: 1_000, capMs: 300_000 };

describe('a decision without a call', () => {
  it('given what is waited for, then it is named and can be queried by', () => {
    expect(changeByDecision({ kind: 'waiting', on }, asLanded)).toEqual({
      to: 'waiting',
      reason: 'acme/customer/C1',
      waitingOn: on,
    });
  });

  it('given a rule or a failure, then its name is the reason', () => {
    expect(changeByDecision({ kind: 'skipped', rule: 'zero-total' }, asLanded)).toEqual({
      to: 'skipped',
      reason: 'zero-total',
    });
    const failed = {
      kind: 'failed',
      failureClass: 'data',
      code: 'TARGET_IMMUTABLE',
      details: { field: 'date' },
    } as const;
    expect(changeByDecision(failed, asLanded)).toEqual({
      to: 'failed',
      failureClass: 'data',
      reason: 'TARGET_IMMUTABLE',
      details: { field: 'date' },
    });
  });

  it('given what the settings hold back, then it waits for no record and what it was to send is forgotten', () => {
    const held = { kind: 'held', reason: 'PERIOD_CLOSED', details: { date: '2026-09-30' } } as const;
    expect(changeByDecision(held, asLanded)).toEqual({
      to: 'waiting',
      reason: 'PERIOD_CLOSED',
      details: { date: '2026-09-30' },
      requests: null,
      step: 0,
    });
  });

  it('given a failure that awaits a record, then it is named, unless that record has just released it', () => {
    const failed = { kind: 'failed', failureClass: 'data', code: 'UNKNOWN', details: {}, awaits: on } as const;
    expect(changeByDecision(failed, asLanded)).toMatchObject({ to: 'failed', waitingOn: on });
    const released = { reason: 'AWAITED_RECORD_LANDED', details: { awaited: 'acme/customer/C1' } };
    expect(changeByDecision(failed, released)).not.toHaveProperty('waitingOn');
    const byAnother = { ...released, details: { awaited: 'acme/customer/C2' } };
    expect(changeByDecision(failed, byAnother)).toMatchObject({ waitingOn: on });
  });

  it('given a wait for a record that ended, when it was released for that, then the next wait says so', () => {
    const released = { reason: 'AWAITED_RECORD_ENDED', details: { awaited: 'acme/customer/C1' } };
    expect(changeByDecision({ kind: 'waiting', on }, released)).toMatchObject({ details: { awaitedRecord: 'ended' } });
    expect(changeByDecision({ kind: 'waiting', on: { ...on, sourceId: 'C2' } }, released)).not.toHaveProperty(
      'details',
    );
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
