import { Injectable } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import { SyncRunRow } from '../database/sync-run.entity.js';
import { summariseRun, type RunSummary } from './run-summary.js';

export interface RunPage {
  readonly items: readonly RunSummary[];
  /** Hand it back as `after` to read on. */
  readonly next?: string;
}

export interface RunQuery {
  readonly connection?: string;
  readonly limit: number;
  /** Run id of the last item read. */
  readonly after?: string;
}

const PAGE = `
  SELECT run_id, min(requested_at) AS requested_at FROM sync_runs
   WHERE ($1::text IS NULL OR connection = $1)
   GROUP BY run_id
  HAVING $2::uuid IS NULL OR
         (min(requested_at), run_id) < (SELECT min(requested_at), run_id FROM sync_runs WHERE run_id = $2 GROUP BY run_id)
   ORDER BY min(requested_at) DESC, run_id DESC LIMIT $3`;

/** Sync runs for the API, newest first. */
@Injectable()
export class RunReader {
  constructor(private readonly dataSource: DataSource) {}

  async get(runId: string): Promise<RunSummary | undefined> {
    return (await this.summaries([runId]))[0];
  }

  async list({ connection, limit, after }: RunQuery): Promise<RunPage> {
    const found: { run_id: string }[] = await this.dataSource.query(PAGE, [
      connection ?? null,
      after ?? null,
      limit + 1,
    ]);
    const ids = found.slice(0, limit).map((row) => row.run_id);
    const items = await this.summaries(ids);
    const last = ids.at(-1);
    return { items, ...(found.length > limit && last !== undefined ? { next: last } : {}) };
  }

  private async summaries(ids: readonly string[]): Promise<RunSummary[]> {
    const rows = await this.dataSource.manager.find(SyncRunRow, {
      where: { runId: In([...ids]) },
      order: { position: 'ASC' },
    });
    return ids.flatMap((id) => {
      const [first, ...rest] = rows.filter((row) => row.runId === id);
      return first === undefined ? [] : [summariseRun([first, ...rest])];
    });
  }
}
