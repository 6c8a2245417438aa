import type { IncomingMessage } from 'node:http';
import type { NestExpressApplication } from '@nestjs/platform-express';
import helmet, { type HelmetOptions } from 'helmet';
import { SERVICE_CONFIG, type ServiceConfig } from '../config/service-config.js';
import { LOGGER, type Logger } from '../logging/create-logger.js';
import { PinoNestLogger } from '../logging/pino-nest-logger.js';
import { OpenApiDocument } from '../openapi/openapi.document.js';
import { bodyProblemMiddleware } from '../problems/body-problem.middleware.js';
import { OwnBodies } from './own-bodies.js';

/** Room for a connection with thousands of mapped customers. */
const BODY_LIMIT = '4mb';
const JSON_TYPE = /^application\/json *(;|$)/i;

/** A service speaks plain HTTP behind whatever terminates TLS: promising or forcing HTTPS is up to that. */
const SECURITY_HEADERS: HelmetOptions = {
  strictTransportSecurity: false,
  contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } },
};

/**
 * What a ServiceModule application needs besides its providers: logger, body limits, security headers, OpenAPI.
 * {@link runService} calls it; specs that build an application themselves call it before `init()`.
 */
export function configureApplication(app: NestExpressApplication): void {
  const config = app.get<ServiceConfig>(SERVICE_CONFIG);
  app.useLogger(new PinoNestLogger(app.get<Logger>(LOGGER)));
  const ownBodies = app.get(OwnBodies);
  app.useBodyParser('json', {
    limit: BODY_LIMIT,
    type: ({ url = '', headers }: IncomingMessage) =>
      !ownBodies.areLeft(url) && JSON_TYPE.test(headers['content-type'] ?? ''),
  });
  app.use(bodyProblemMiddleware);
  app.set('trust proxy', false);
  app.set('x-powered-by', false);
  app.use(helmet(SECURITY_HEADERS));
  app.get(OpenApiDocument).describe(app, config.service);
}
