import { CreateLeases1764000000000 } from '../leases/create-leases.migration.js';
import { LeaseEntity } from '../leases/lease.entity.js';
import { ConnectionTestEntity } from './connection-test.entity.js';
import { ConnectionEntity } from './connection.entity.js';
import { CreateConnections1764000001000 } from './create-connections.migration.js';

/** For a service that needs leases but has no connections. */
export const leasesEntities = [LeaseEntity] as const;
export const leasesMigrations = [CreateLeases1764000000000] as const;

/** For a service with connections; the leases are part of it. */
export const connectionsEntities = [...leasesEntities, ConnectionEntity, ConnectionTestEntity] as const;
export const connectionsMigrations = [...leasesMigrations, CreateConnections1764000001000] as const;
