import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { LeaseKeeper } from './lease-keeper.js';
import { LeaseMetrics } from './lease-metrics.js';
import { LEASE_DATABASE, LeaseStore } from './lease-store.js';

/** One for the renewal under way, one for whatever is being acquired meanwhile. */
const POOL_SIZE = 2;

/** Connections of their own: a renewal that queues behind the service's transactions would lose leases under load. */
async function openLeaseDatabase(service: DataSource): Promise<DataSource> {
  const options = { ...service.options, entities: [], migrations: [], poolSize: POOL_SIZE } as DataSource['options'];
  return new DataSource(options).initialize();
}

/** Leases for any service whose schema has the `leases` table; ConnectionsModule brings it along. */
@Global()
@Module({
  providers: [
    { provide: LEASE_DATABASE, inject: [DataSource], useFactory: openLeaseDatabase },
    LeaseStore,
    LeaseMetrics,
    LeaseKeeper,
  ],
  exports: [LeaseKeeper],
})
export class LeasesModule implements OnApplicationShutdown {
  constructor(@Inject(LEASE_DATABASE) private readonly database: DataSource) {}

  onApplicationShutdown(): Promise<void> {
    return this.database.destroy();
  }
}
