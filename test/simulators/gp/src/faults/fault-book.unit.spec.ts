import { describe, expect, it } from '@jest/globals';
import { FaultBook } from './fault-book.js';
import type { FaultPlan } from './fault-plan.js';

function met(plan: FaultPlan, times: number, operation = 'CreateCashReceipt'): number[] {
  const book = new FaultBook();
  book.add(plan);
  return Array.from({ length: times }, (_, position) => (book.next(operation) === undefined ? 0 : position + 1)).filter(
    Boolean,
  );
}

describe('FaultBook', () => {
  it('meets each n-th matching call, at most so many times', () => {
    expect(met({ operation: 'CreateCashReceipt', fault: 'hang', every: 3 }, 9)).toEqual([3, 6, 9]);
    expect(met({ operation: 'Create*', fault: 'hang', every: 2, times: 2 }, 9)).toEqual([2, 4]);
    expect(met({ operation: '*', fault: 'hang' }, 2)).toEqual([1, 2]);
    expect(met({ operation: 'Get*', fault: 'hang' }, 2)).toEqual([]);
  });

  it('meets a share of the calls by chance, the same ones for the same seed', () => {
    const plan: FaultPlan = { operation: '*', fault: 'hang', probability: 0.2, seed: 7 };
    const first = met(plan, 1_000);
    expect(first.length).toBeGreaterThan(150);
    expect(first.length).toBeLessThan(250);
    expect(met(plan, 1_000)).toEqual(first);
    expect(met({ ...plan, seed: 8 }, 1_000)).not.toEqual(first);
  });

  it.each([
    [{ operation: '', fault: 'hang' }, 'operation'],
    [{ operation: '*', fault: 'explode' }, 'fault is one of'],
    [{ operation: '*', fault: 'hang', every: 0 }, 'every'],
    [{ operation: '*', fault: 'hang', probability: 2 }, 'probability'],
    [{ operation: '*', fault: 'hang', delayMs: -1 }, 'delayMs'],
    [{ operation: '*', fault: 'deadlock', as: 'other' }, 'as is'],
    [{ operation: '*', fault: 'validation', message: 5 }, 'message'],
  ])('refuses the plan %j', (plan, message) => {
    expect(() => new FaultBook().add(plan as FaultPlan)).toThrow(message);
  });
});
