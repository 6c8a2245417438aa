import type { DynamicModule } from '@nestjs/common';
import { EventingModule } from '@ledgerbridge/eventing';
import { ServiceModule, type ServiceConfig } from '@ledgerbridge/service';
import { AUDIT_SCHEMA, auditEntities, auditMigrations } from './database/audit-schema.js';
import { EventReader } from './events/event-reader.js';
import { EventsController } from './events/events.controller.js';
import { AuditLandingController } from './landing/audit-landing.controller.js';
import { ChainVerifier } from './verification/chain-verifier.js';
import { VerificationController } from './verification/verification.controller.js';

class AuditModule {}

export function auditModule(config: ServiceConfig): DynamicModule {
  return {
    module: AuditModule,
    imports: [
      ServiceModule.forRoot({ config, schema: AUDIT_SCHEMA, entities: auditEntities, migrations: auditMigrations }),
      EventingModule.forRoot(),
    ],
    controllers: [AuditLandingController, EventsController, VerificationController],
    providers: [EventReader, ChainVerifier],
  };
}
