import {
  ConfigError,
  KnownSecrets,
  LOGGER,
  SERVICE_CONFIG,
  ShutdownSequence,
  type Logger,
  type ServiceConfig,
} from '@ledgerbridge/service';
import { Module, type DynamicModule, type ModuleMetadata, type Provider, type Type } from '@nestjs/common';
import { ConnectionAdmin } from './api/connection-admin.js';
import { ConnectionsController } from './api/connections.controller.js';
import { SecretKeeping } from './api/secret-keeping.js';
import type { ConnectionDefinition } from './connection.js';
import { processEnvironment } from './connections.config.js';
import {
  CONNECTION_DEFINITION,
  CONNECTION_TESTER,
  CONNECTIONS_TUNING,
  type ConnectionsTuning,
} from './connections.tokens.js';
import { FileConnections } from './file/file-connections.js';
import { ConnectionHolder } from './holding/connection-holder.js';
import { LeasesModule } from './leases/leases.module.js';
import { ConnectionRegistry } from './registry/connection-registry.js';
import { ConnectionStore } from './registry/connection-store.js';
import type { ConnectionTester } from './testing/connection-tester.js';
import { ConnectionTests } from './testing/connection-tests.js';
import { TestRequestActivity } from './testing/test-request-activity.js';
import { TestRequests } from './testing/test-requests.js';
import { TesterRunner } from './testing/tester-runner.js';

export interface ConnectionsModuleOptions<S extends object> {
  readonly definition: ConnectionDefinition<S>;
  readonly tester: Type<ConnectionTester<S>>;
  /** Modules that provide what the tester needs. */
  readonly imports?: ModuleMetadata['imports'];
  readonly tuning?: Partial<ConnectionsTuning>;
}

const DEFAULT_TUNING = { pollMs: 2_000, testTimeLimitMs: 60_000 };

/** Connections of one system: registry, holder, leases and the API. Its providers are visible everywhere. */
@Module({})
export class ConnectionsModule {
  static forRoot<S extends object>(options: ConnectionsModuleOptions<S>): DynamicModule {
    const tuning: ConnectionsTuning = { ...DEFAULT_TUNING, environment: processEnvironment(), ...options.tuning };
    return {
      module: ConnectionsModule,
      global: true,
      imports: [LeasesModule, ...(options.imports ?? [])],
      controllers: [ConnectionsController],
      providers: [
        { provide: CONNECTION_DEFINITION, useValue: options.definition },
        { provide: CONNECTION_TESTER, useClass: options.tester },
        { provide: CONNECTIONS_TUNING, useValue: tuning },
        ConnectionStore,
        FileConnections,
        registryProvider,
        ConnectionHolder,
        TestRequests,
        TesterRunner,
        TestRequestActivity,
        ConnectionTests,
        SecretKeeping,
        ConnectionAdmin,
      ],
      exports: [CONNECTION_DEFINITION, ConnectionRegistry, ConnectionHolder],
    };
  }
}

/** Made by an asynchronous factory so that whoever is given a registry is given a loaded one. */
const registryProvider: Provider = {
  provide: ConnectionRegistry,
  inject: [
    ConnectionStore,
    FileConnections,
    CONNECTIONS_TUNING,
    SERVICE_CONFIG,
    KnownSecrets,
    ShutdownSequence,
    LOGGER,
  ],
  useFactory: async (
    store: ConnectionStore<object>,
    file: FileConnections<object>,
    tuning: ConnectionsTuning,
    config: ServiceConfig,
    secrets: KnownSecrets,
    shutdown: ShutdownSequence,
    logger: Logger,
  ) => {
    if (config.credentialKeys.length === 0) {
      throw new ConfigError([
        { name: 'CREDENTIALS_KEYS', expected: 'is missing: connections need a key to seal secrets' },
      ]);
    }
    const registry = new ConnectionRegistry(store, secrets, logger);
    await store.assertKeysKnown();
    await file.load();
    await registry.load();
    const older = await store.sealedWithOlderKey();
    if (older.length > 0) logger.info({ connections: older }, 'sealed with an older key until rotate-keys has run');
    registry.startPolling(tuning.pollMs);
    shutdown.on('clients', 'connection registry', () => registry.stopPolling());
    return registry;
  },
};
