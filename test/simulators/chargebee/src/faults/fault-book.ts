import { assertFaultPlan, type FaultPlan } from './fault-plan.js';

interface Page {
  plan: FaultPlan;
  seen: number;
  used: number;
}

/** The fault plans in force, with how often each was met. */
export class FaultBook {
  private pages: Page[] = [];

  /** @throws Error naming what is wrong with the plan */
  add(plan: FaultPlan): void {
    assertFaultPlan(plan);
    this.pages.push({ plan, seen: 0, used: 0 });
  }

  clear(): void {
    this.pages = [];
  }

  list(): readonly (FaultPlan & { seen: number; used: number })[] {
    return this.pages.map((page) => ({ ...page.plan, seen: page.seen, used: page.used }));
  }

  /** Counts the request under every plan it matches; the first plan that is due is its fault. */
  next(request: { operation: string; method: string; site: string }): FaultPlan | undefined {
    const due = this.pages.filter((page) => matches(page.plan, request)).filter(isDue);
    const [first] = due;
    if (first !== undefined) first.used += 1;
    return first?.plan;
  }
}

function isDue(page: Page): boolean {
  page.seen += 1;
  return page.used < (page.plan.times ?? Infinity) && page.seen % (page.plan.every ?? 1) === 0;
}

function matches(plan: FaultPlan, request: { operation: string; method: string; site: string }): boolean {
  if (plan.site !== undefined && plan.site !== request.site) return false;
  return plan.operation === '*' || plan.operation === request.operation || plan.operation === request.method;
}
