import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { SyncCursorRow } from '../database/sync-cursor.entity.js';

/** One stream's place, under the settings it was reached with. */
export interface CursorKey {
  readonly connection: string;
  readonly stream: string;
  readonly fingerprint: string;
}

export interface Cursor {
  /** Start of the last completed run. */
  readonly completedStart?: Date;
  /** An unfinished full read: when it began, and where it stands. */
  readonly resume?: { readonly startedAt: Date; readonly position: unknown };
}

/** How far each stream is read. A cursor reached under other settings does not count. */
@Injectable()
export class CursorStore {
  constructor(private readonly dataSource: DataSource) {}

  async load({ connection, stream, fingerprint }: CursorKey): Promise<Cursor> {
    const row = await this.dataSource.manager.findOneBy(SyncCursorRow, { connection, stream });
    if (row === null || row.fingerprint !== fingerprint) return {};
    return {
      ...(row.completedStart === null ? {} : { completedStart: row.completedStart }),
      ...(row.resumeStart === null || row.resumePosition === null
        ? {}
        : { resume: { startedAt: row.resumeStart, position: row.resumePosition } }),
    };
  }

  async keepPosition(tx: EntityManager, key: CursorKey, startedAt: Date, position: unknown): Promise<void> {
    await tx.query(
      `INSERT INTO sync_cursors (connection, stream, fingerprint, resume_start, resume_position)
       VALUES ($1, $2, $3, $4, $5::jsonb)
       ON CONFLICT (connection, stream) DO UPDATE
          SET completed_start = CASE WHEN sync_cursors.fingerprint = $3 THEN sync_cursors.completed_start END,
              fingerprint = $3, resume_start = $4, resume_position = $5::jsonb`,
      [key.connection, key.stream, key.fingerprint, startedAt, JSON.stringify(position)],
    );
  }

  /** A completed run moves the cursor to its own start; nothing else does. */
  async complete(tx: EntityManager, key: CursorKey, startedAt: Date): Promise<void> {
    await tx.query(
      `INSERT INTO sync_cursors (connection, stream, fingerprint, completed_start)
       VALUES ($1, $2, $3, $4)
       ON CONFLICT (connection, stream) DO UPDATE
          SET completed_start = $4, fingerprint = $3, resume_start = NULL, resume_position = NULL`,
      [key.connection, key.stream, key.fingerprint, startedAt],
    );
  }
}
