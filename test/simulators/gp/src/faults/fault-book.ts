import { assertFaultPlan, type FaultPlan } from './fault-plan.js';

interface Page {
  plan: FaultPlan;
  seen: number;
  used: number;
  random: () => number;
}

/** The fault plans in force, with how often each was met. */
export class FaultBook {
  private pages: Page[] = [];

  /** @throws Error naming what is wrong with the plan */
  add(plan: FaultPlan): void {
    assertFaultPlan(plan);
    this.pages.push({ plan, seen: 0, used: 0, random: randomFrom(plan.seed ?? 1) });
  }

  clear(): void {
    this.pages = [];
  }

  list(): readonly (FaultPlan & { seen: number; used: number })[] {
    return this.pages.map(({ plan, seen, used }) => ({ ...plan, seen, used }));
  }

  /** Counts the call under every plan it matches; the first plan that is due is its fault. */
  next(operation: string): FaultPlan | undefined {
    const [first] = this.pages.filter(({ plan }) => matches(plan.operation, operation)).filter(isDue);
    if (first !== undefined) first.used += 1;
    return first?.plan;
  }
}

function isDue(page: Page): boolean {
  const { every = 1, times = Infinity, probability } = page.plan;
  page.seen += 1;
  const due = probability === undefined ? page.seen % every === 0 : page.random() < probability;
  return due && page.used < times;
}

function matches(pattern: string, operation: string): boolean {
  return pattern.endsWith('*') ? operation.startsWith(pattern.slice(0, -1)) : pattern === operation;
}

/** Mulberry32. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
