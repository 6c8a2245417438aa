import 'reflect-metadata';

export * from './database/sync-database.js';
export { SyncRunRow } from './database/sync-run.entity.js';
export * from './rejections/rejection-store.js';
export * from './runs/run-reader.js';
export * from './runs/run-store.js';
export * from './runs/run-summary.js';
export * from './schedule/schedule.js';
export * from './sync.errors.js';
export * from './sync.module.js';
export * from './sync-activity.js';
export * from './sync-source.js';
