import { describe, expect, it } from '@jest/globals';
import { aDelivery, aLink, V2 } from '../testing/row-builders.fixture.spec.js';
import { planBegin, planConcluded, planDecided, planProceed, planResend, planResume } from './journal-plan.js';

const requests = [{ step: 'create', key: 'k', body: { id: 'X' } }];
const decision = { kind: 'write', targetId: 'X', fingerprint: 'f', requests } as const;
const facts = (link = aLink(), holder?: ReturnType<typeof aLink>) => ({ link, holder, epoch: '7' });
const gaveWay = { change: { to: 'superseded', reason: 'NEWER_VERSION' } };

describe('what is put on record', () => {
  it('given a decision to write, then the id is reserved and the requests are stored before the first byte', () => {
    expect(planBegin(aDelivery(), decision, facts())).toEqual({
      change: {
        to: 'writing',
        attempt: 1,
        leaseEpoch: '7',
        sending: true,
        requests,
        step: 0,
        targetId: 'X',
        fingerprint: 'f',
      },
      link: { kind: 'reserve', targetId: 'X' },
    });
  });

  it('given a newer version, then nothing begins, resumes or is decided', () => {
    const newer = facts(aLink({ sequence: V2 }));
    expect(planBegin(aDelivery(), decision, newer)).toEqual(gaveWay);
    expect(planResume(aDelivery({ state: 'retrying' }), newer)).toEqual(gaveWay);
    expect(planDecided(aDelivery(), { to: 'skipped' }, newer)).toEqual(gaveWay);
  });

  it('given a newer version, then a write in doubt is still resolved against its own request', () => {
    const newer = facts(aLink({ sequence: V2 }));
    expect(planResend(aDelivery({ state: 'in_doubt' }), newer).change.to).toBe('writing');
    expect(planProceed(aDelivery({ state: 'in_doubt', attempt: 3 }), newer).change).toMatchObject({
      to: 'writing',
      attempt: 3,
      step: 1,
    });
  });

  it('given a target id of another record, then it is a collision', () => {
    const plan = planBegin(aDelivery(), decision, facts(aLink(), aLink({ sourceId: 'C2', targetId: 'X' })));
    expect(plan.change).toMatchObject({ to: 'failed', failureClass: 'collision', reason: 'TARGET_ID_TAKEN' });
    expect(plan.link).toBeUndefined();
  });

  it('given a record that may exist under another id, then it is a collision; surely not there, then the id may change', () => {
    const there = facts(aLink({ targetId: 'OLD', mayExist: true }));
    expect(planBegin(aDelivery(), decision, there).change).toMatchObject({ reason: 'TARGET_ID_CHANGED' });
    const gone = facts(aLink({ targetId: 'OLD', mayExist: false }));
    expect(planBegin(aDelivery(), decision, gone).change.to).toBe('writing');
  });

  it('given a refusal, then only that of the first step says that nothing was made', () => {
    const failed = { to: 'failed', reason: 'NO' } as const;
    expect(planConcluded(aDelivery(), failed, 'refused', facts()).link).toEqual({ kind: 'refused' });
    expect(planConcluded(aDelivery({ step: 1 }), failed, 'refused', facts()).link).toBeUndefined();
    expect(planConcluded(aDelivery(), failed, 'uncertain', facts()).link).toEqual({ kind: 'uncertain' });
  });

  it('given a request that says what the target held, when it is to be tried again, then it is decided anew, not resent', () => {
    const stored = [{ ...requests[0], dependsOnTarget: true }] as never;
    const later = { to: 'retrying', reason: 'lock_timeout' } as const;
    const changeOf = (delivery: object, change: Parameters<typeof planConcluded>[1]) =>
      planConcluded(aDelivery(delivery), change, 'refused', facts()).change;
    expect(changeOf({ requests: stored }, later)).toEqual({ ...later, requests: null });
    expect(changeOf({ requests }, later)).toEqual(later);
    expect(changeOf({ requests: stored, step: 1 }, later)).toEqual(later);
    const doubt = { to: 'in_doubt', reason: 'TIMEOUT' } as const;
    expect(changeOf({ requests: stored }, doubt)).toEqual(doubt);
  });

  it('given unchanged content, then only a confirmed link notes the version', () => {
    expect(planDecided(aDelivery(), { to: 'unchanged' }, facts()).link).toBeUndefined();
    expect(planDecided(aDelivery(), { to: 'unchanged' }, facts(aLink({ confirmed: true }))).link).toEqual({
      kind: 'confirm',
    });
  });
});
