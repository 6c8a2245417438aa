import { Injectable } from '@nestjs/common';
import type { SyncContext } from '@ledgerbridge/sync';
import type { SysproSettings } from '../syspro/connection-settings.js';
import type { WindowedType } from '../syspro/mapped-row.js';
import type { RecordPage, RecordReader } from '../syspro/record.reader.js';
import { recordPage } from './page-outcome.js';
import { planPoll, type PollPlan } from './poll-window.js';
import { readAhead } from './read-ahead.js';
import { RevisitStore, type DueRow } from './revisit-store.js';

/** Rows asked for again at a time, and rejected ones in one run: they must not outgrow the run itself. */
const REVISIT_BATCH = 200;
const REJECTED_REVISITS = 2_000;

/** A stream of records of one type, read with windows. */
interface PolledStream<T extends WindowedType> {
  readonly context: SyncContext<SysproSettings>;
  readonly type: T;
  readonly reader: RecordReader<T>;
}

/** Reads the records of a window, then those that earlier runs put off or refused, whatever the window. */
@Injectable()
export class RecordPoll {
  constructor(private readonly revisits: RevisitStore) {}

  async run<T extends WindowedType>(
    context: SyncContext<SysproSettings>,
    type: T,
    reader: RecordReader<T>,
  ): Promise<void> {
    const stream = { context, type, reader };
    const plan = planPoll({
      startedAt: context.startedAt,
      requested: context.requested,
      settings: context.connection.settings.poll,
      ...(context.cursor === undefined ? {} : { cursor: context.cursor }),
    });
    await context.window(plan.from, plan.to);
    for await (const page of readAhead(pagesOf(plan, stream))) {
      const isResumable = plan.window === undefined && isStorable(page.position);
      await this.commit(stream, page, isResumable ? page.position : undefined);
    }
    await this.revisit(stream, 'deferred', Number.POSITIVE_INFINITY);
    await this.revisit(stream, 'rejected', REJECTED_REVISITS);
    const isWholeScan = plan.window === undefined && context.resumeAt === undefined;
    if (isWholeScan) await context.countAbsent(type);
  }

  private async commit<T extends WindowedType>(
    { context, type }: PolledStream<T>,
    { outcomes }: Pick<RecordPage<T>, 'outcomes'>,
    resumeAt?: readonly string[],
  ): Promise<void> {
    context.signal.throwIfAborted();
    const { runId, stream } = context;
    const connection = context.connection.id;
    const ids = outcomes.map((row) => row.sourceId);
    const known = await this.revisits.find(connection, ids);
    const origin = { connection, runId, observedAtMs: Date.now() };
    const { page, remember, forget } = recordPage(type, outcomes, known, origin);
    await context.commit({
      ...page,
      ...(resumeAt === undefined ? {} : { resumeAt }),
      also: async (tx) => {
        await this.revisits.remember(tx, { connection, stream, runId }, remember);
        await this.revisits.forget(tx, connection, forget);
      },
    });
  }

  private async revisit<T extends WindowedType>(
    stream: PolledStream<T>,
    reason: 'deferred' | 'rejected',
    most: number,
  ): Promise<void> {
    const { context, reader } = stream;
    const run = { connection: context.connection.id, stream: context.stream, runId: context.runId };
    for (let left = most; left > 0;) {
      const due = await this.revisits.due(run, reason, Math.min(left, REVISIT_BATCH));
      if (due.length === 0) return;
      left -= due.length;
      const seen = new Set<string>();
      for await (const page of reader.byKey(due)) {
        await this.commit(stream, page);
        // what is no longer looked at again is forgotten too, or it would be due for ever
        for (const row of page.outcomes) if ('key' in row) seen.add(row.sourceId);
      }
      await this.forgetGone(context, due, seen);
    }
  }

  /** A row that is no longer there needs no second look; without this it would be asked for for ever. */
  private async forgetGone(
    context: SyncContext<SysproSettings>,
    due: readonly DueRow[],
    seen: ReadonlySet<string>,
  ): Promise<void> {
    const gone = due.map((row) => row.sourceId).filter((sourceId) => !seen.has(sourceId));
    if (gone.length === 0) return;
    const nothing = { observations: [], rejected: [], deferred: 0, carriedLater: 0, totals: {} };
    await context.commit({ ...nothing, also: (tx) => this.revisits.forget(tx, context.connection.id, gone) });
  }
}

function pagesOf<T extends WindowedType>(
  { window }: PollPlan,
  { context, reader }: PolledStream<T>,
): AsyncGenerator<RecordPage<T>, void, void> {
  return window === undefined ? reader.all(positionOf(context.resumeAt)) : reader.within(window);
}

/** Postgres keeps no NUL and no half of a surrogate pair; after such a key there is no place to go on from. */
function isStorable(position: readonly string[]): boolean {
  return position.every((part) => part.isWellFormed() && !part.includes('\u0000'));
}

function positionOf(resumeAt: unknown): readonly string[] | undefined {
  const isPosition = Array.isArray(resumeAt) && resumeAt.every((part) => typeof part === 'string');
  return isPosition && resumeAt.length > 0 ? resumeAt : undefined;
}
