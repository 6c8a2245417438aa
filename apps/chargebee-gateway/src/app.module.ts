import type { DynamicModule } from '@nestjs/common';
import { connectionsEntities, connectionsMigrations, ConnectionsModule } from '@ledgerbridge/connections';
import type { ConnectionsTuning } from '@ledgerbridge/connections';
import { OPERATION_TOPICS, RECORD_TOPICS } from '@ledgerbridge/contracts';
import {
  DeliveriesModule,
  eventingEntities,
  eventingMigrations,
  EventingModule,
  LinkStore,
  type DispatchTuning,
  type EventingOptions,
} from '@ledgerbridge/eventing';
import { ServiceModule, type ServiceConfig } from '@ledgerbridge/service';
import { syncEntities, syncMigrations, SyncModule } from '@ledgerbridge/sync';
import { BackfillMetrics } from './backfill/backfill-metrics.js';
import { ChargebeeSyncSource } from './backfill/chargebee-sync-source.js';
import { GapDetector } from './backfill/gap-detector.js';
import { ResourceBackfill } from './backfill/resource-backfill.js';
import { ChargebeeModule } from './chargebee/chargebee.module.js';
import { chargebeeDefinition } from './chargebee/connection-definition.js';
import { ChargebeeConnectionTester } from './chargebee/connection-tester.js';
import { OriginFinder } from './chargebee/reading/origin-finder.js';
import { gatewayEntities, gatewayMigrations } from './database/gateway-database.js';
import { OwnAnswersModule } from './webhooks/own-answers.module.js';
import { WebhooksModule, type WebhooksOptions } from './webhooks/webhooks.module.js';
import { ChargebeeTarget } from './writing/chargebee-target.js';

/** What the start hands over; for tests another broker, a faster clock. */
export interface GatewayTuning {
  readonly eventing?: EventingOptions;
  readonly connections?: Partial<ConnectionsTuning>;
  readonly deliveries?: Partial<DispatchTuning>;
  readonly webhooks?: WebhooksOptions;
}

export const GATEWAY_SCHEMA = 'chargebee_gateway';

const WRITTEN_TOPICS = [
  ...Object.values(RECORD_TOPICS),
  OPERATION_TOPICS.deliveries,
  OPERATION_TOPICS.syncRuns,
  OPERATION_TOPICS.deadLetters,
];

class ChargebeeGatewayModule {}

export function chargebeeGatewayModule(config: ServiceConfig, tuning: GatewayTuning = {}): DynamicModule {
  const webhooks = WebhooksModule.forRoot(tuning.webhooks);
  return {
    module: ChargebeeGatewayModule,
    imports: [
      ServiceModule.forRoot({
        config,
        schema: GATEWAY_SCHEMA,
        entities: [...connectionsEntities, ...eventingEntities, ...syncEntities, ...gatewayEntities],
        migrations: [...connectionsMigrations, ...eventingMigrations, ...syncMigrations, ...gatewayMigrations],
      }),
      EventingModule.forRoot({ writes: WRITTEN_TOPICS, ...tuning.eventing }),
      ConnectionsModule.forRoot({
        definition: chargebeeDefinition,
        tester: ChargebeeConnectionTester,
        imports: [ChargebeeModule],
        tuning: tuning.connections,
      }),
      DeliveriesModule.forRoot({
        target: ChargebeeTarget,
        topics: [RECORD_TOPICS.customer, RECORD_TOPICS.invoice, RECORD_TOPICS['credit-note'], RECORD_TOPICS.payment],
        imports: [ChargebeeModule, OwnAnswersModule],
        tuning: tuning.deliveries,
      }),
      webhooks,
      SyncModule.forRoot({
        source: ChargebeeSyncSource,
        imports: [ChargebeeModule, webhooks],
        providers: [LinkStore, OriginFinder, ResourceBackfill, GapDetector, BackfillMetrics],
      }),
    ],
  };
}
