import { Injectable } from '@nestjs/common';
import type { SyncContext } from '@ledgerbridge/sync';
import type { InvoiceRevisit } from '../database/invoice-revisit.entity.js';
import type { SysproSettings } from '../syspro/connection-settings.js';
import type { InvoicePage, SysproReader } from '../syspro/syspro.reader.js';
import { invoicePage } from './page-outcome.js';
import { planPoll, type PollPlan } from './poll-window.js';
import { readAhead } from './read-ahead.js';
import { RevisitStore } from './revisit-store.js';

/** Documents asked for again at a time, and rejected ones in one run: they must not outgrow the run itself. */
const REVISIT_BATCH = 200;
const REJECTED_REVISITS = 2_000;

/** Reads the documents of a window, then those that earlier runs put off or refused, whatever the window. */
@Injectable()
export class InvoicePoll {
  constructor(private readonly revisits: RevisitStore) {}

  async run(context: SyncContext<SysproSettings>, reader: SysproReader): Promise<void> {
    const plan = planPoll({
      startedAt: context.startedAt,
      requested: context.requested,
      settings: context.connection.settings.poll,
      ...(context.cursor === undefined ? {} : { cursor: context.cursor }),
    });
    await context.window(plan.from, plan.to);
    for await (const page of readAhead(pagesOf(plan, context, reader))) {
      const isResumable = plan.window === undefined && isStorable(page.position);
      await this.commit(context, page, isResumable ? page.position : undefined);
    }
    await this.revisit(context, reader, 'deferred', Number.POSITIVE_INFINITY);
    await this.revisit(context, reader, 'rejected', REJECTED_REVISITS);
    const isWholeScan = plan.window === undefined && context.resumeAt === undefined;
    if (isWholeScan) await context.countAbsent('invoice');
  }

  private async commit(
    context: SyncContext<SysproSettings>,
    { outcomes }: Pick<InvoicePage, 'outcomes'>,
    resumeAt?: readonly string[],
  ): Promise<void> {
    context.signal.throwIfAborted();
    const { runId } = context;
    const connection = context.connection.id;
    const ids = outcomes.map((row) => row.sourceId);
    const known = await this.revisits.find(connection, ids);
    const { page, remember, forget } = invoicePage(outcomes, known, { connection, runId, observedAtMs: Date.now() });
    await context.commit({
      ...page,
      ...(resumeAt === undefined ? {} : { resumeAt }),
      also: async (tx) => {
        await this.revisits.remember(tx, { connection, runId }, remember);
        await this.revisits.forget(tx, connection, forget);
      },
    });
  }

  private async revisit(
    context: SyncContext<SysproSettings>,
    reader: SysproReader,
    reason: 'deferred' | 'rejected',
    most: number,
  ): Promise<void> {
    for (let left = most; left > 0;) {
      const due = await this.revisits.due(context.connection.id, context.runId, reason, Math.min(left, REVISIT_BATCH));
      if (due.length === 0) return;
      left -= due.length;
      const seen = new Set<string>();
      for await (const page of reader.invoicesByKey(due)) {
        await this.commit(context, page);
        // what is no longer looked at again is forgotten too, or it would be due for ever
        for (const row of page.outcomes) if ('key' in row) seen.add(row.sourceId);
      }
      await this.forgetGone(context, due, seen);
    }
  }

  /** A document that is no longer there needs no second look; without this it would be asked for for ever. */
  private async forgetGone(
    context: SyncContext<SysproSettings>,
    due: readonly InvoiceRevisit[],
    seen: ReadonlySet<string>,
  ): Promise<void> {
    const gone = due.map((row) => row.sourceId).filter((sourceId) => !seen.has(sourceId));
    if (gone.length === 0) return;
    const nothing = { observations: [], rejected: [], deferred: 0, carriedLater: 0, totals: {} };
    await context.commit({ ...nothing, also: (tx) => this.revisits.forget(tx, context.connection.id, gone) });
  }
}

function pagesOf(
  plan: PollPlan,
  context: SyncContext<SysproSettings>,
  reader: SysproReader,
): AsyncGenerator<InvoicePage, void, void> {
  return plan.window === undefined ? reader.allInvoices(positionOf(context.resumeAt)) : reader.invoicesOf(plan.window);
}

/** Postgres keeps no NUL and no half of a surrogate pair; after such a key there is no place to go on from. */
function isStorable(position: readonly string[]): boolean {
  return position.every((part) => part.isWellFormed() && !part.includes('\u0000'));
}

function positionOf(resumeAt: unknown): readonly string[] | undefined {
  const isPosition = Array.isArray(resumeAt) && resumeAt.every((part) => typeof part === 'string');
  return isPosition && resumeAt.length > 0 ? resumeAt : undefined;
}
