import {
  Module,
  type DynamicModule,
  type ModuleMetadata,
  type OnModuleInit,
  type Provider,
  type Type,
} from '@nestjs/common';
import { ConnectionHolder } from '@ledgerbridge/connections';
import { SyncController } from './api/sync.controller.js';
import { SyncRunsController } from './api/sync-runs.controller.js';
import { RejectionStore } from './rejections/rejection-store.js';
import { CursorStore } from './runs/cursor-store.js';
import { RunReader } from './runs/run-reader.js';
import { RunStore } from './runs/run-store.js';
import { StreamRunner } from './stream-runner.js';
import { SyncActivity } from './sync-activity.js';
import { SyncMetrics } from './sync-metrics.js';
import { SyncReadiness } from './sync-readiness.js';
import { SYNC_SOURCE, type SyncSource } from './sync-source.js';

export interface SyncModuleOptions {
  readonly source: Type<SyncSource<never>>;
  /** What the source is built from. */
  readonly providers?: readonly Provider[];
  readonly imports?: ModuleMetadata['imports'];
}

/** Polling of connections: schedule, runs on demand, cursors, rejected rows, their API and metrics. */
@Module({})
export class SyncModule implements OnModuleInit {
  constructor(
    private readonly holder: ConnectionHolder<object>,
    private readonly activity: SyncActivity,
  ) {}

  static forRoot({ source, providers = [], imports = [] }: SyncModuleOptions): DynamicModule {
    return {
      module: SyncModule,
      imports,
      controllers: [SyncController, SyncRunsController],
      providers: [
        ...providers,
        { provide: SYNC_SOURCE, useClass: source },
        RunStore,
        RunReader,
        CursorStore,
        RejectionStore,
        StreamRunner,
        SyncActivity,
        SyncMetrics,
        SyncReadiness,
      ],
      exports: [RunStore, RunReader],
    };
  }

  onModuleInit(): void {
    this.holder.register(this.activity);
  }
}
