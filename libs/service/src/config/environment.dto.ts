import { IsIn, IsOptional, Matches, ValidateBy } from 'class-validator';
import { API_TOKENS_EXPECTED, parseApiTokens } from './api-tokens.js';
import { CREDENTIAL_KEYS_EXPECTED, parseCredentialKeys } from './credential-keys.js';

const BROKER = /^(\[[0-9A-Fa-f:]+\]|[A-Za-z0-9._-]+):\d{1,5}$/;
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

/** class-validator's own messages may repeat the value: every rule here states its expectation itself. */
function satisfies(name: string, expected: string, holds: (text: string) => boolean): PropertyDecorator {
  const validate = (value: unknown): boolean => typeof value === 'string' && holds(value);
  return ValidateBy({ name, validator: { validate, defaultMessage: () => expected } });
}

function wholeNumber(from: number, to: number): PropertyDecorator {
  const inRange = (text: string): boolean => /^\d{1,9}$/.test(text) && Number(text) >= from && Number(text) <= to;
  return satisfies('wholeNumber', `a whole number from ${from} to ${to}`, inRange);
}

function isPostgresUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, pathname } = new URL(text);
  return ['postgres:', 'postgresql:'].includes(protocol) && pathname.length > 1;
}

/** The environment as it comes: every variable a string. Names are public. */
export class EnvironmentDto {
  @satisfies('brokers', '"host:port[,host:port…]" of the Kafka brokers', (text) =>
    text.split(',').every((entry) => BROKER.test(entry.trim())),
  )
  KAFKA_BROKERS: string;

  @IsOptional()
  @Matches(/^[A-Za-z0-9._-]{0,100}$/, { message: 'at most 100 characters of [A-Za-z0-9._-]' })
  KAFKA_TOPIC_PREFIX?: string;

  @IsOptional()
  @wholeNumber(1, 10_000)
  KAFKA_TOPIC_PARTITIONS?: string;

  @IsOptional()
  @wholeNumber(1, 100)
  KAFKA_TOPIC_REPLICATION?: string;

  @IsOptional()
  @IsIn(['true', 'false'], { message: 'true or false' })
  KAFKA_TOPIC_CREATE?: string;

  @satisfies('postgresUrl', 'a URL "postgres://user:password@host:port/database"', isPostgresUrl)
  DATABASE_URL: string;

  @IsOptional()
  @IsIn(['true', 'false'], { message: 'true or false' })
  MIGRATE?: string;

  @IsOptional()
  @satisfies('credentialKeys', CREDENTIAL_KEYS_EXPECTED, (text) => parseCredentialKeys(text) !== undefined)
  CREDENTIALS_KEYS?: string;

  @satisfies('apiTokens', API_TOKENS_EXPECTED, (text) => parseApiTokens(text) !== undefined)
  API_TOKENS: string;

  @IsOptional()
  @satisfies('path', 'the path of a YAML or JSON file', (text) => !text.includes('\0'))
  CONNECTIONS_FILE?: string;

  @IsOptional()
  @wholeNumber(0, 65_535)
  PORT?: string;

  @IsOptional()
  @Matches(/^[A-Za-z0-9.:_-]+$/, { message: 'an address or host name to listen on' })
  HOST?: string;

  @IsOptional()
  @IsIn(LOG_LEVELS, { message: `one of ${LOG_LEVELS.join(', ')}` })
  LOG_LEVEL?: string;
}

export type EnvironmentName = keyof EnvironmentDto;

export const ENVIRONMENT_NAMES: readonly EnvironmentName[] = [
  'KAFKA_BROKERS',
  'KAFKA_TOPIC_PREFIX',
  'KAFKA_TOPIC_PARTITIONS',
  'KAFKA_TOPIC_REPLICATION',
  'KAFKA_TOPIC_CREATE',
  'DATABASE_URL',
  'MIGRATE',
  'CREDENTIALS_KEYS',
  'API_TOKENS',
  'CONNECTIONS_FILE',
  'PORT',
  'HOST',
  'LOG_LEVEL',
];
