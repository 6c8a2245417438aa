import 'reflect-metadata';

export * from './connection.js';
export * from './connections.errors.js';
export * from './connections.module.js';
export { CONNECTION_DEFINITION, type ConnectionsTuning } from './connections.tokens.js';
export * from './database/connections-database.js';
export * from './holding/connection-activity.js';
export * from './holding/connection-holder.js';
export * from './hosts/allowed-address.js';
export * from './hosts/guarded-lookup.js';
export * from './leases/lease-is-current.js';
export * from './leases/lease-keeper.js';
export * from './leases/lease.js';
export * from './leases/leases.module.js';
export * from './registry/connection-registry.js';
export * from './rotation/rotate-keys.js';
export * from './testing/connection-tester.js';
