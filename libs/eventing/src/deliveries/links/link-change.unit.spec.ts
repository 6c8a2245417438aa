import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { aDelivery, aLink, V1, V2 } from '../testing/row-builders.fixture.spec.js';
import { applyLinkEffect, type LinkEffect } from './link-change.js';

const one = aDelivery({ id: 'one' });
const two = aDelivery({ id: 'two', sequence: V2 });
const reserve: LinkEffect = { kind: 'reserve', targetId: 'X' };

describe('what a delivery does to its link', () => {
  it('given a reserved id whose only call was refused, then the object does not exist', () => {
    const link = applyLinkEffect(applyLinkEffect(aLink(), reserve, one), { kind: 'refused' }, one);
    expect(link).toMatchObject({ targetId: 'X', mayExist: false });
  });

  it('given an earlier version that may exist, when a later one is refused, then it still may exist', () => {
    const reserved = applyLinkEffect(applyLinkEffect(aLink(), reserve, one), reserve, two);
    expect(applyLinkEffect(reserved, { kind: 'refused' }, two)).toMatchObject({ mayExist: true });
  });

  it('given an uncertain outcome, then no later refusal of the same delivery makes it certain', () => {
    const uncertain = applyLinkEffect(applyLinkEffect(aLink(), reserve, one), { kind: 'uncertain' }, one);
    const again = applyLinkEffect(applyLinkEffect(uncertain, reserve, one), { kind: 'refused' }, one);
    expect(again).toMatchObject({ mayExist: true });
  });

  it('given a confirmed link, then nothing takes that back and the delivered version never falls', () => {
    const effect = fc.constantFrom<LinkEffect>(
      reserve,
      { kind: 'confirm' },
      { kind: 'refused' },
      { kind: 'uncertain' },
    );
    const confirmed = applyLinkEffect(applyLinkEffect(aLink(), reserve, two), { kind: 'confirm' }, two);
    fc.assert(
      fc.property(fc.array(fc.tuple(effect, fc.constantFrom(one, two))), (effects) => {
        const link = effects.reduce((before, [next, delivery]) => applyLinkEffect(before, next, delivery), confirmed);
        expect(link).toMatchObject({ confirmed: true, mayExist: true, deliveredSequence: V2 });
      }),
    );
    expect(V1 < V2).toBe(true);
  });
});
