import { CreateSync1767225700000 } from './1767225700000-create-sync.js';
import { SyncCursorRow } from './sync-cursor.entity.js';
import { SyncRejectionRow } from './sync-rejection.entity.js';
import { SyncRunRow } from './sync-run.entity.js';

/** For `ServiceModule.forRoot` of a service that uses this library. */
export const syncEntities = [SyncRunRow, SyncCursorRow, SyncRejectionRow];
export const syncMigrations = [CreateSync1767225700000];
