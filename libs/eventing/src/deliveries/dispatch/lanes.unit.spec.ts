import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { aDelivery } from '../testing/row-builders.fixture.spec.js';
import { Lanes, type Lane } from './lanes.js';

describe('Lanes', () => {
  it('given any arrivals and ends, then places are never passed, a customer has one lane and keeps its order', () => {
    const step = fc.oneof(
      fc.record({ load: fc.array(fc.nat(5), { minLength: 1, maxLength: 8 }) }),
      fc.constant('end' as const),
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), fc.array(step, { maxLength: 30 }), (places, steps) => {
        const lanes = new Lanes(places);
        const working: Lane[] = [];
        let arrival = 0;
        for (const next of steps) {
          if (next === 'end') {
            const ended = working.shift();
            if (ended !== undefined) lanes.end(ended);
          } else {
            const free = next.load.filter((customer) => !lanes.keys.includes(`c${customer}`));
            lanes.load(free.map((c) => aDelivery({ id: `${arrival++}`, serialKey: `c${c}` })));
          }
          for (let lane = lanes.start(); lane !== undefined; lane = lanes.start()) working.push(lane);
          expect(working.length).toBeLessThanOrEqual(places);
          expect(new Set(lanes.keys).size).toBe(lanes.keys.length);
          for (const { deliveries } of working) {
            const order = deliveries.map(({ id }) => Number(id));
            expect(order).toEqual([...order].sort((a, b) => a - b));
          }
        }
      }),
    );
  });

  it('given waiting lanes, when they are cleared, then only those at work stay loaded', () => {
    const lanes = new Lanes(1);
    lanes.load([aDelivery({ id: '1', serialKey: 'a' }), aDelivery({ id: '2', serialKey: 'b' })]);
    lanes.start();
    lanes.clearWaiting();
    expect(lanes.ids).toEqual(['1']);
    expect(lanes.keys).toEqual(['a']);
  });
});
