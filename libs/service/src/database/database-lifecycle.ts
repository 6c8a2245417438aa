import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ReadinessChecks } from '../health/readiness-checks.js';

/** Registers the readiness of the service's schema, and closes its connections when everything else has ended. */
@Injectable()
export class DatabaseLifecycle implements OnApplicationShutdown {
  constructor(
    private readonly dataSource: DataSource,
    readiness: ReadinessChecks,
  ) {
    readiness.add('postgres', async () => {
      await dataSource.query('SELECT 1');
      return { ok: true };
    });
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
  }
}
