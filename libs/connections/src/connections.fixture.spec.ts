import { ServiceModule, type ServiceConfig } from '@ledgerbridge/service';
import { until } from '@ledgerbridge/testing';
import { Injectable, type DynamicModule } from '@nestjs/common';
import { Type } from 'class-transformer';
import { IsIn, IsObject, IsOptional, IsString, IsUrl, ValidateNested } from 'class-validator';
import type { ConnectionDefinition } from './connection.js';
import { ConnectionsModule } from './connections.module.js';
import type { ConnectionsTuning } from './connections.tokens.js';
import { connectionsEntities, connectionsMigrations } from './database/connections-database.js';
import type { ConnectionActivity, HeldConnection } from './holding/connection-activity.js';
import { LEASE_TIMING } from './leases/lease-keeper.js';
import type { ConnectionCheck, ConnectionTester } from './testing/connection-tester.js';

export const CANARY = 'canary-9e2b';
export const ADMIN = 'admin-token-00000001';
export const OPERATOR = 'operator-token-00001';
export const VIEWER = 'viewer-token-0000001';

class Webhook {
  @IsString()
  username: string;

  @IsString()
  password: string;
}

export class FixtureSettings {
  @IsOptional()
  @IsString()
  site?: string;

  @IsUrl({ require_tld: false })
  baseUrl: string;

  @IsString()
  apiKey: string;

  @IsOptional()
  @ValidateNested()
  @Type(() => Webhook)
  webhook?: Webhook;

  @IsIn(['us', 'eu'])
  region = 'us';

  @IsObject()
  customers: Record<string, string> = {};
}

export const definition: ConnectionDefinition<FixtureSettings> = {
  system: 'chargebee',
  settings: FixtureSettings,
  secrets: [
    { path: 'apiKey', host: ({ baseUrl }) => new URL(baseUrl).host },
    { path: 'webhook.password', host: () => undefined },
  ],
  immutable: ['site'],
  refuse: ({ region }) => (region === 'eu' ? 'region eu is not served yet' : undefined),
};

/** Answers with what it was given, so that a spec sees which settings and which process ran it. */
@Injectable()
export class FixtureTester implements ConnectionTester<FixtureSettings> {
  async test({ connection, lease }: HeldConnection<FixtureSettings>): Promise<ConnectionCheck[]> {
    const detail = `version ${connection.version} under ${lease.name}, key of ${connection.settings.apiKey.length}`;
    return [{ name: 'reachable', ok: connection.settings.region === 'us', detail }];
  }
}

/** Records when it runs and for what; ends when its signal aborts. */
export class RecordingActivity implements ConnectionActivity<FixtureSettings> {
  readonly name = 'recording';
  readonly runs: HeldConnection<FixtureSettings>[] = [];
  running = 0;

  async run(held: HeldConnection<FixtureSettings>): Promise<void> {
    this.runs.push(held);
    this.running += 1;
    await until(() => held.signal.aborted, { timeoutMs: 60_000, what: 'the end of holding' });
    this.running -= 1;
  }
}

export function aConfig(databaseUrl: string, changes: Partial<ServiceConfig> = {}): ServiceConfig {
  return {
    service: 'fixture',
    kafka: { brokers: ['127.0.0.1:1'], topicPrefix: '', partitions: 1, replication: 1, create: true },
    database: { url: databaseUrl, migrate: true },
    credentialKeys: [{ id: 'k1', key: Buffer.alloc(32, 7) }],
    apiTokens: [
      { role: 'admin', name: 'alice', token: ADMIN },
      { role: 'operator', name: 'olga', token: OPERATOR },
      { role: 'viewer', name: 'viewer', token: VIEWER },
    ],
    port: 0,
    host: '127.0.0.1',
    logLevel: 'debug',
    ...changes,
  };
}

export interface FixtureOptions {
  readonly config: ServiceConfig;
  readonly schema?: string;
  readonly lines?: string[];
  readonly tuning?: Partial<ConnectionsTuning>;
}

class FixtureModule {}

class FastLeases {}

export function aModule({ config, schema = 'fixture', lines = [], tuning }: FixtureOptions): DynamicModule {
  const leaseTiming = { provide: LEASE_TIMING, useValue: { ttlMs: 2_000, retryMs: 50 } };
  return {
    module: FixtureModule,
    imports: [
      { module: FastLeases, global: true, providers: [leaseTiming], exports: [LEASE_TIMING] },
      ServiceModule.forRoot({
        config,
        schema,
        entities: connectionsEntities,
        migrations: connectionsMigrations,
        logDestination: { write: (line: string) => void lines.push(line) },
      }),
      ConnectionsModule.forRoot({
        definition,
        tester: FixtureTester,
        tuning: { pollMs: 100, testTimeLimitMs: 3_000, environment: {}, ...tuning },
      }),
    ],
  };
}
