import { deliveriesEntities, deliveriesMigrations } from '../deliveries/database/deliveries-schema.js';
import { messagingEntities, messagingMigrations } from './messaging-schema.js';

/** Every entity and migration of this lib, for `ServiceModule.forRoot`. */
export const eventingEntities = [...messagingEntities, ...deliveriesEntities];
export const eventingMigrations = [...messagingMigrations, ...deliveriesMigrations];
