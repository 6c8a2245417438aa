import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { TerminusModule } from '@nestjs/terminus';
import { DataSource, EntityManager } from 'typeorm';
import { BearerGuard } from './auth/bearer.guard.js';
import { OwnBodies } from './bootstrap/own-bodies.js';
import { SERVICE_CONFIG, type ServiceConfig } from './config/service-config.js';
import { DatabaseLifecycle } from './database/database-lifecycle.js';
import { openDatabase, type EntityClass, type MigrationClass } from './database/open-database.js';
import { HealthController } from './health/health.controller.js';
import { ReadinessChecks } from './health/readiness-checks.js';
import { createLogger, LOGGER, type Logger, type LoggerOptions } from './logging/create-logger.js';
import { KnownSecrets } from './logging/known-secrets.js';
import { registerConfigSecrets } from './logging/register-config-secrets.js';
import { MetricsController } from './metrics/metrics.controller.js';
import { createMetricsRegistry, METRICS_REGISTRY } from './metrics/metrics-registry.js';
import { OpenApiController } from './openapi/openapi.controller.js';
import { OpenApiDocument } from './openapi/openapi.document.js';
import { ProblemFilter } from './problems/problem.filter.js';
import { createValidationPipe } from './problems/validation.pipe.js';
import { ShutdownSequence } from './shutdown/shutdown-sequence.js';

export interface ServiceModuleOptions {
  readonly config: ServiceConfig;
  /** The Postgres schema this service owns. */
  readonly schema: string;
  readonly entities: readonly EntityClass[];
  readonly migrations: readonly MigrationClass[];
  /** Where log lines go; standard output unless given. */
  readonly logDestination?: LoggerOptions['destination'];
}

const guards: Provider[] = [
  { provide: APP_GUARD, useClass: BearerGuard },
  { provide: APP_FILTER, useClass: ProblemFilter },
  { provide: APP_PIPE, useFactory: createValidationPipe },
];

const exported = [
  SERVICE_CONFIG,
  LOGGER,
  METRICS_REGISTRY,
  KnownSecrets,
  ReadinessChecks,
  ShutdownSequence,
  OpenApiDocument,
  OwnBodies,
  DataSource,
  EntityManager,
];

/** What every service has: configuration, logs, its schema, metrics, health, authentication, problems, orderly end. */
@Module({})
export class ServiceModule {
  static forRoot(options: ServiceModuleOptions): DynamicModule {
    return {
      module: ServiceModule,
      global: true,
      imports: [TerminusModule.forRoot({ logger: false })],
      controllers: [HealthController, MetricsController, OpenApiController],
      providers: [
        ...infrastructureProviders(options),
        ReadinessChecks,
        ShutdownSequence,
        OpenApiDocument,
        OwnBodies,
        ...databaseProviders(options),
        ...guards,
      ],
      exports: exported,
    };
  }
}

function infrastructureProviders({ config, logDestination }: ServiceModuleOptions): Provider[] {
  const secrets = new KnownSecrets();
  registerConfigSecrets(config, secrets);
  const { service, logLevel: level } = config;
  return [
    { provide: SERVICE_CONFIG, useValue: config },
    { provide: KnownSecrets, useValue: secrets },
    { provide: LOGGER, useFactory: () => createLogger({ service, level, secrets, destination: logDestination }) },
    { provide: METRICS_REGISTRY, useFactory: () => createMetricsRegistry(service) },
  ];
}

function databaseProviders({ config, ...options }: ServiceModuleOptions): Provider[] {
  const { url, migrate } = config.database;
  return [
    {
      provide: DataSource,
      inject: [LOGGER],
      useFactory: (logger: Logger) => openDatabase({ ...options, url, migrate }, logger),
    },
    { provide: EntityManager, inject: [DataSource], useFactory: (dataSource: DataSource) => dataSource.manager },
    DatabaseLifecycle,
  ];
}
