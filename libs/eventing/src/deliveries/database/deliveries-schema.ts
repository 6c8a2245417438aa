import { Deliveries1763900000001 } from './1763900000001-deliveries.migration.js';
import { ConnectionFailures1764100000000 } from './1764100000000-connection-failures.migration.js';
import { AwaitedRecords1764100000100 } from './1764100000100-awaited-records.migration.js';
import { DeliveryEntity } from './delivery.entity.js';
import { LinkEntity } from './link.entity.js';

/** Only for a service that writes into targets. */
export const deliveriesEntities = [DeliveryEntity, LinkEntity];
export const deliveriesMigrations = [
  Deliveries1763900000001,
  ConnectionFailures1764100000000,
  AwaitedRecords1764100000100,
];
