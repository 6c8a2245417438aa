import type { Company, Edit } from '../tables/company.js';

/** Edits that happen between two requests, so rows move while a client pages. */
export interface ScheduledEdits {
  /** Answers (of `entity`, when given) after which the edits happen. */
  afterRequests: number;
  entity?: string;
  edits: readonly Edit[];
}

/** Counts answers and makes the edits that are due. */
export class EditSchedule {
  private waiting: { plan: ScheduledEdits; left: number }[] = [];

  constructor(private readonly company: Company) {}

  add(plan: ScheduledEdits): void {
    this.waiting.push({ plan, left: plan.afterRequests });
  }

  /** Called after each answer of the service. */
  answered(entity: string | undefined): void {
    for (const item of this.waiting) {
      if (item.plan.entity === undefined || item.plan.entity === entity) item.left -= 1;
    }
    const due = this.waiting.filter(({ left }) => left <= 0);
    this.waiting = this.waiting.filter(({ left }) => left > 0);
    for (const { plan } of due) this.company.edit(plan.edits);
  }
}
