import type { DynamicModule } from '@nestjs/common';
import { connectionsEntities, connectionsMigrations, ConnectionsModule } from '@ledgerbridge/connections';
import type { ConnectionsTuning } from '@ledgerbridge/connections';
import { OPERATION_TOPICS, RECORD_TOPICS } from '@ledgerbridge/contracts';
import {
  DeliveriesModule,
  eventingEntities,
  eventingMigrations,
  EventingModule,
  type DispatchTuning,
  type EventingOptions,
} from '@ledgerbridge/eventing';
import { ServiceModule, type ServiceConfig } from '@ledgerbridge/service';
import { gpDefinition } from './gp/connection-definition.js';
import { GpConnectionTester } from './gp/connection-tester.js';
import { GpModule } from './gp/gp.module.js';
import { GpTarget } from './writing/gp-target.js';

/** For tests: another broker, a faster clock. */
export interface GpWriterTuning {
  readonly eventing?: EventingOptions;
  readonly connections?: Partial<ConnectionsTuning>;
  readonly deliveries?: Partial<DispatchTuning>;
}

export const GP_WRITER_SCHEMA = 'gp_writer';

const OUTCOMES = [OPERATION_TOPICS.deliveries, OPERATION_TOPICS.deadLetters];

class GpWriterModule {}

export function gpWriterModule(config: ServiceConfig, tuning: GpWriterTuning = {}): DynamicModule {
  return {
    module: GpWriterModule,
    imports: [
      ServiceModule.forRoot({
        config,
        schema: GP_WRITER_SCHEMA,
        entities: [...connectionsEntities, ...eventingEntities],
        migrations: [...connectionsMigrations, ...eventingMigrations],
      }),
      EventingModule.forRoot({ writes: OUTCOMES, ...tuning.eventing }),
      ConnectionsModule.forRoot({
        definition: gpDefinition,
        tester: GpConnectionTester,
        imports: [GpModule],
        tuning: tuning.connections,
      }),
      DeliveriesModule.forRoot({
        target: GpTarget,
        topics: [RECORD_TOPICS.customer, RECORD_TOPICS.invoice, RECORD_TOPICS.payment, RECORD_TOPICS['credit-note']],
        imports: [GpModule],
        tuning: tuning.deliveries,
      }),
    ],
  };
}
