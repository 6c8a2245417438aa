import { leasesEntities, leasesMigrations } from '@ledgerbridge/connections';
import { messagingEntities, messagingMigrations } from '@ledgerbridge/eventing';
import type { EntityClass, MigrationClass } from '@ledgerbridge/service';
import { CreateEvents1767225600000 } from './1767225600000-create-events.js';
import { AuditedEvent } from './audited-event.entity.js';

export const AUDIT_SCHEMA = 'audit';
export const auditEntities: readonly EntityClass[] = [...leasesEntities, ...messagingEntities, AuditedEvent];
export const auditMigrations: readonly MigrationClass[] = [
  ...leasesMigrations,
  ...messagingMigrations,
  CreateEvents1767225600000,
];
