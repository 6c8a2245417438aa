import { pino, stdTimeFunctions, type DestinationStream, type Logger } from 'pino';
import type { KnownSecrets } from './known-secrets.js';
import { serializeError } from './serialize-error.js';

export type { Logger } from 'pino';

/** Injection token of the service's pino logger. */
export const LOGGER = Symbol('LOGGER');

const SECRET_FIELDS = [
  'authorization',
  'Authorization',
  'cookie',
  'password',
  'operatorPassword',
  'companyPassword',
  'apiKey',
  'token',
  'secret',
  'secrets',
  'credentials',
];

/** The field itself, and inside one or two objects: deep enough for `{ request: { headers: { authorization } } }`. */
const REDACTED_PATHS = SECRET_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]);

export interface LoggerOptions {
  readonly service: string;
  readonly level: string;
  readonly secrets: KnownSecrets;
  /** Where the lines go; standard output unless given. */
  readonly destination?: DestinationStream;
}

/**
 * JSON lines with named secret fields redacted and known secret values masked. Levels say who must act:
 * `error` = a person, `warn` = nobody yet, `info` = what happened, `debug` = for the one who looks.
 */
export function createLogger({ service, level, secrets, destination = process.stdout }: LoggerOptions): Logger {
  return pino(
    {
      level,
      base: { service },
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: REDACTED_PATHS, censor: '[redacted]' },
      serializers: { err: (error: unknown) => serializeError(error), error: (error: unknown) => serializeError(error) },
    },
    { write: (line: string) => void destination.write(secrets.mask(line)) },
  );
}
