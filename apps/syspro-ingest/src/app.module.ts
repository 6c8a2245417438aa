import type { DynamicModule } from '@nestjs/common';
import {
  connectionsEntities,
  connectionsMigrations,
  ConnectionsModule,
  type ConnectionsTuning,
} from '@ledgerbridge/connections';
import { OPERATION_TOPICS, RECORD_TOPICS } from '@ledgerbridge/contracts';
import { EventingModule, messagingEntities, messagingMigrations, type EventingOptions } from '@ledgerbridge/eventing';
import { ServiceModule, type ServiceConfig } from '@ledgerbridge/service';
import { syncEntities, syncMigrations, SyncModule } from '@ledgerbridge/sync';
import { ingestEntities, ingestMigrations } from './database/ingest-database.js';
import { RecordPoll } from './polling/record-poll.js';
import { RevisitStore } from './polling/revisit-store.js';
import { SysproSyncSource } from './polling/syspro-sync-source.js';
import { sysproConnectionDefinition } from './syspro/connection-definition.js';
import { SysproConnectionTester } from './syspro/syspro-connection-tester.js';

/** For tests: another broker, a faster clock. */
export interface IngestTuning {
  readonly eventing?: EventingOptions;
  readonly connections?: Partial<ConnectionsTuning>;
}

export const INGEST_SCHEMA = 'syspro_ingest';

const WRITTEN_TOPICS = [
  RECORD_TOPICS.customer,
  RECORD_TOPICS.invoice,
  RECORD_TOPICS['credit-note'],
  RECORD_TOPICS.payment,
  OPERATION_TOPICS.syncRuns,
  OPERATION_TOPICS.deadLetters,
];

class SysproIngestModule {}

export function sysproIngestModule(config: ServiceConfig, tuning: IngestTuning = {}): DynamicModule {
  return {
    module: SysproIngestModule,
    imports: [
      ServiceModule.forRoot({
        config,
        schema: INGEST_SCHEMA,
        entities: [...connectionsEntities, ...messagingEntities, ...syncEntities, ...ingestEntities],
        migrations: [...connectionsMigrations, ...messagingMigrations, ...syncMigrations, ...ingestMigrations],
      }),
      EventingModule.forRoot({ writes: WRITTEN_TOPICS, ...tuning.eventing }),
      ConnectionsModule.forRoot({
        definition: sysproConnectionDefinition,
        tester: SysproConnectionTester,
        ...(tuning.connections === undefined ? {} : { tuning: tuning.connections }),
      }),
      SyncModule.forRoot({ source: SysproSyncSource, providers: [RecordPoll, RevisitStore] }),
    ],
  };
}
