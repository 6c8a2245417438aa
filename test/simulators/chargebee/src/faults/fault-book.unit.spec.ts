import { describe, expect, it } from '@jest/globals';
import { FaultBook } from './fault-book.js';
import type { FaultPlan } from './fault-plan.js';

const request = { operation: 'import_invoice', method: 'POST', site: 'acme-test' };

function met(plan: FaultPlan, times: number, of = request): number[] {
  const book = new FaultBook();
  book.add(plan);
  return Array.from({ length: times }, (_, position) => (book.next(of) === undefined ? 0 : position + 1)).filter(
    Boolean,
  );
}

describe('FaultBook', () => {
  it('meets each n-th matching request, at most so many times', () => {
    expect(met({ operation: 'import_invoice', fault: '500', every: 3 }, 9)).toEqual([3, 6, 9]);
    expect(met({ operation: '*', fault: '500', every: 2, times: 2 }, 9)).toEqual([2, 4]);
    expect(met({ operation: 'POST', fault: '500' }, 2)).toEqual([1, 2]);
  });

  it('leaves other operations and sites alone', () => {
    expect(met({ operation: 'create_customer', fault: '500' }, 3)).toEqual([]);
    expect(met({ operation: 'GET', fault: '500' }, 3)).toEqual([]);
    expect(met({ operation: '*', site: 'other', fault: '500' }, 3)).toEqual([]);
  });

  it.each([
    [{ operation: '', fault: '500' }, 'operation'],
    [{ operation: '*', fault: 'explode' }, 'fault is one of'],
    [{ operation: '*', fault: '500', every: 0 }, 'every'],
    [{ operation: '*', fault: '429', retryAfter: 5 }, 'retryAfter'],
  ])('refuses the plan %j', (plan, message) => {
    expect(() => new FaultBook().add(plan as FaultPlan)).toThrow(message);
  });
});
