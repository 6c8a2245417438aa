import type { WebhookReceipt } from '../database/webhook-receipt.entity.js';
import { mostTelling, type RecordOutcome } from './receipt-outcome.js';
import type { RecordWork } from './record-work.js';

interface Open {
  readonly receipt: WebhookReceipt;
  readonly works: Set<RecordWork>;
  readonly outcomes: RecordOutcome[];
}

/** A receipt whose records are all taken in, and what it ends with. */
export interface FinishedReceipt {
  readonly eventId: string;
  readonly reason: RecordOutcome;
}

/** Which records each receipt in hand still waits for: it may only be settled with, or after, the last of them. */
export class OpenReceipts {
  private readonly open = new Map<string, Open>();

  constructor(works: readonly RecordWork[]) {
    for (const work of works) {
      for (const receipt of work.receipts) {
        const known = this.open.get(receipt.eventId) ?? { receipt, works: new Set(), outcomes: [] };
        this.open.set(receipt.eventId, known);
        known.works.add(work);
      }
    }
  }

  /** Receipts that wait for nothing but this work, as they end when it ends so. */
  endingWith(work: RecordWork, outcome: RecordOutcome): FinishedReceipt[] {
    return work.receipts.flatMap(({ eventId }) => {
      const known = this.open.get(eventId);
      if (known === undefined || known.works.size > 1 || !known.works.has(work)) return [];
      return [{ eventId, reason: mostTelling([...known.outcomes, outcome]) ?? outcome }];
    });
  }

  /** The work is committed, and with it these receipts are settled. */
  committed(work: RecordWork, outcome: RecordOutcome, settled: readonly FinishedReceipt[]): void {
    for (const { eventId } of work.receipts) {
      const known = this.open.get(eventId);
      known?.outcomes.push(outcome);
      known?.works.delete(work);
    }
    for (const { eventId } of settled) this.open.delete(eventId);
  }

  /** Receipts whose last works were committed at the same time, so that none of these could settle them. */
  finished(): FinishedReceipt[] {
    return [...this.open.values()].flatMap(({ receipt, works, outcomes }) => {
      const reason = works.size > 0 ? undefined : mostTelling(outcomes);
      return reason === undefined ? [] : [{ eventId: receipt.eventId, reason }];
    });
  }
}
