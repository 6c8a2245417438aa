import type { DynamicModule, INestApplication, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { CustomTransportStrategy } from '@nestjs/microservices';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { ConfigError } from '../config/config.error.js';
import type { ServiceConfig } from '../config/service-config.js';
import { LOGGER, type Logger } from '../logging/create-logger.js';
import { errorCode } from '../logging/error-code.js';
import { ShutdownSequence } from '../shutdown/shutdown-sequence.js';
import { configureApplication } from './configure-application.js';
import { onTermination } from './on-termination.js';

export interface RunServiceOptions {
  readonly config: ServiceConfig;
  /** Must import ServiceModule.forRoot with the same config. */
  readonly module: DynamicModule | Type;
  /** Transports that feed event handlers; started last, when everything they call is ready. */
  readonly strategies?: (app: INestApplication) => CustomTransportStrategy[];
}

/**
 * Starts a service: migrated schema and loaded connections first, then HTTP, then consumers. SIGTERM and SIGINT
 * end it through its ShutdownSequence. A start that fails closes what was open and rejects; call it inside
 * {@link runMain} to have that reported and the process ended.
 */
export async function runService({ config, module, strategies }: RunServiceOptions): Promise<INestApplication> {
  const app = await NestFactory.create<NestExpressApplication>(module, {
    logger: false,
    abortOnError: false,
    rawBody: true,
    bodyParser: false,
  });
  try {
    configureApplication(app);
    await app.init();
    for (const strategy of strategies?.(app) ?? []) app.connectMicroservice({ strategy });
    await listen(app, config);
    await app.startAllMicroservices();
  } catch (error) {
    await app.close().catch(() => undefined);
    throw error;
  }
  const logger = app.get<Logger>(LOGGER);
  onTermination(async () => {
    // before any module's own destroy hook: the phases need everything still open
    await app.get(ShutdownSequence).run();
    await app.close();
  }, logger);
  logger.info({ url: await app.getUrl() }, `${config.service} is up`);
  return app;
}

async function listen(app: INestApplication, { port, host }: ServiceConfig): Promise<void> {
  try {
    await app.listen(port, host);
  } catch (error) {
    const code = errorCode(error) ?? 'it cannot be used';
    throw new ConfigError([{ name: 'PORT', expected: `a port free to listen on at HOST (${port}: ${code})` }]);
  }
}
