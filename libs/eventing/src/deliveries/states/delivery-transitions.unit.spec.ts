import { DELIVERY_STATES, type DeliveryState } from '@ledgerbridge/contracts';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { assertTransition, FINAL_STATES, mayFollow, OPEN_STATES, SUPERSEDABLE_STATES } from './delivery-transitions.js';

const state = fc.constantFrom<DeliveryState>(...DELIVERY_STATES);

describe('delivery transitions', () => {
  it('given any two states, when one may not follow the other, then asking for it throws by name', () => {
    fc.assert(
      fc.property(state, state, (from, to) => {
        if (mayFollow(from, to)) expect(() => assertTransition(from, to)).not.toThrow();
        else expect(() => assertTransition(from, to)).toThrow(`a ${from} delivery cannot become ${to}`);
      }),
    );
  });

  it('given a delivery at rest, then nothing follows', () => {
    expect(FINAL_STATES).toEqual(['delivered', 'unchanged', 'superseded', 'skipped', 'ignored']);
    for (const from of FINAL_STATES) for (const to of DELIVERY_STATES) expect(mayFollow(from, to)).toBe(false);
  });

  it('given any walk, then only a write or its resolution leads to delivered', () => {
    const leads = DELIVERY_STATES.filter((from) => mayFollow(from, 'delivered'));
    expect(leads).toEqual(['writing', 'in_doubt']);
  });

  it('given a write that may have happened, then only its own outcome leads on: never back to pending', () => {
    for (const from of ['writing', 'in_doubt'] as const) {
      for (const to of ['pending', 'skipped', 'unchanged', 'ignored'] as const) {
        expect(mayFollow(from, to)).toBe(false);
      }
    }
  });

  it('given a write, then its refusal may hold it; what is in doubt is not refused', () => {
    expect(mayFollow('writing', 'waiting')).toBe(true);
    expect(mayFollow('in_doubt', 'waiting')).toBe(false);
  });

  it('given an open state, then a final one can be reached from it', () => {
    for (const start of OPEN_STATES) {
      const reached = new Set<DeliveryState>([start]);
      for (const from of reached) DELIVERY_STATES.filter((to) => mayFollow(from, to)).forEach((to) => reached.add(to));
      expect(FINAL_STATES.some((final) => reached.has(final))).toBe(true);
    }
  });

  it('given a state that a newer version ends, then superseded may follow it', () => {
    for (const from of SUPERSEDABLE_STATES) expect(mayFollow(from, 'superseded')).toBe(true);
  });
});
