import { randomBytes } from 'node:crypto';
import { Injectable, Module, type DynamicModule, type INestApplication } from '@nestjs/common';
import { connectionsEntities, connectionsMigrations, ConnectionsModule } from '@ledgerbridge/connections';
import type { DeliveryState } from '@ledgerbridge/contracts';
import { runService, ServiceModule, type ServiceConfig } from '@ledgerbridge/service';
import { createTestDatabase } from '@ledgerbridge/testing';
import { IsString } from 'class-validator';
import { eventingEntities, eventingMigrations } from '../../database/eventing-schema.js';
import { EventingModule } from '../../eventing.module.js';
import { InMemoryBroker } from '../../kafka/in-memory-broker.js';
import { InMemoryMessageBus } from '../../kafka/in-memory-message-bus.js';
import { BatchLandingStrategy } from '../../landing/batch-landing.strategy.js';
import { DeliveriesModule } from '../deliveries.module.js';
import { ScriptedTarget } from './scripted-target.fixture.spec.js';

export const TOKENS = {
  viewer: 'viewer-token-00000001',
  operator: 'operator-token-0000001',
  admin: 'admin-token-0000000001',
};

class Settings {
  @IsString()
  apiKey: string;
}

@Injectable()
class Tester {
  async test() {
    return [];
  }
}

function aConfig(url: string): ServiceConfig {
  return {
    service: 'test-writer',
    kafka: { brokers: [], topicPrefix: '', partitions: 1, replication: 1, create: true },
    database: { url, migrate: true },
    credentialKeys: [{ id: 'k1', key: randomBytes(32) }],
    apiTokens: Object.entries(TOKENS).map(([role, token]) => ({
      role: role as keyof typeof TOKENS,
      name: 'ann',
      token,
    })),
    port: 0,
    host: '127.0.0.1',
    logLevel: 'silent',
  };
}

@Module({})
class WriterModule {
  static over(config: ServiceConfig, bus: InMemoryMessageBus): DynamicModule {
    return {
      module: WriterModule,
      imports: [
        ServiceModule.forRoot({
          config,
          schema: 'test_writer',
          entities: [...connectionsEntities, ...eventingEntities],
          migrations: [...connectionsMigrations, ...eventingMigrations],
        }),
        ConnectionsModule.forRoot({
          definition: { system: 'gp', settings: Settings, secrets: [{ path: 'apiKey', host: () => undefined }] },
          tester: Tester,
          tuning: { pollMs: 50 },
        }),
        EventingModule.forRoot({ bus }),
        DeliveriesModule.forRoot({
          target: ScriptedTarget,
          topics: ['billing.customers.v1', 'billing.invoices.v1'],
          tuning: { pollMs: 50 },
        }),
      ],
    };
  }
}

export interface ListedDeliveries {
  items: { id: string; state: DeliveryState; reason?: string; record: { sourceId: string } }[];
  counts: Record<DeliveryState, number>;
  next?: string;
}

/** A service that writes customers and invoices into the scripted target, over a broker in memory. */
export class WriterService {
  readonly target: ScriptedTarget;

  private constructor(
    readonly app: INestApplication,
    readonly bus: InMemoryMessageBus,
    private readonly url: string,
    readonly close: () => Promise<void>,
  ) {
    this.target = app.get(ScriptedTarget, { strict: false });
  }

  /** Holds the connection `target`. */
  static async start(): Promise<WriterService> {
    const database = await createTestDatabase();
    const bus = new InMemoryMessageBus(new InMemoryBroker());
    const config = aConfig(database.url);
    const app = await runService({
      config,
      module: WriterModule.over(config, bus),
      strategies: (running) => [running.get(BatchLandingStrategy)],
    });
    const close = async (): Promise<void> => {
      await app.close();
      await database.close();
    };
    const service = new WriterService(app, bus, await app.getUrl(), close);
    const put = await service.call('PUT', '/v1/connections/target', TOKENS.admin, { apiKey: 'canary-key' });
    if (put.status !== 201) throw new Error(`the connection was answered with ${put.status}`);
    return service;
  }

  async call<T>(method: string, path: string, token = TOKENS.viewer, body?: object) {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers,
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as T };
  }

  async list(query = ''): Promise<ListedDeliveries> {
    return (await this.call<ListedDeliveries>('GET', `/v1/deliveries${query}`)).body;
  }
}
