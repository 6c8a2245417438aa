import { validateSync } from 'class-validator';
import { parseApiTokens } from './api-tokens.js';
import { ConfigError, type ConfigProblem } from './config.error.js';
import { parseCredentialKeys } from './credential-keys.js';
import { ENVIRONMENT_NAMES, EnvironmentDto, type EnvironmentName } from './environment.dto.js';
import { readVariable, type Environment } from './environment-variable.js';
import type { ServiceConfig } from './service-config.js';

export interface ServiceDefaults {
  readonly service: string;
  readonly port: number;
  /** Optional variables this service cannot do without, e.g. CREDENTIALS_KEYS where there are connections. */
  readonly required?: readonly EnvironmentName[];
}

const DEFAULT_PARTITIONS = 12;
/** Leaves the number of replicas to the cluster: right on one broker and on nine. */
const CLUSTER_DEFAULT_REPLICATION = -1;
/** Containers are reached from outside their own network namespace; every route but health and metrics needs a token. */
const DEFAULT_HOST = '0.0.0.0';

/**
 * Reads and validates the environment of a service; each variable may instead come from the file named by `NAME_FILE`.
 * @throws ConfigError naming every wrong or missing variable with what is expected, never a value.
 */
export function loadServiceConfig(env: Environment, defaults: ServiceDefaults): ServiceConfig {
  const { dto, problems } = readEnvironment(env);
  const reported = new Set(problems.map((problem) => problem.name.replace(/_FILE$/, '')));
  const all = [...problems, ...validate(dto, defaults.required ?? []).filter(({ name }) => !reported.has(name))];
  if (all.length > 0) throw new ConfigError(all);
  return toServiceConfig(dto, defaults);
}

function readEnvironment(env: Environment): { dto: EnvironmentDto; problems: ConfigProblem[] } {
  const dto = new EnvironmentDto();
  const problems: ConfigProblem[] = [];
  for (const name of ENVIRONMENT_NAMES) {
    const reading = readVariable(env, name);
    if ('problem' in reading) problems.push(reading.problem);
    else if (reading.value !== undefined) dto[name] = reading.value;
  }
  return { dto, problems };
}

function validate(dto: EnvironmentDto, required: readonly EnvironmentName[]): ConfigProblem[] {
  const wrong = validateSync(dto, { stopAtFirstError: true }).map((error) => {
    const expectation = Object.values(error.constraints ?? {})[0] ?? 'another value';
    return { name: error.property, expected: error.value === undefined ? `is missing: ${expectation}` : expectation };
  });
  const missing = required.filter((name) => dto[name] === undefined && !wrong.some((problem) => problem.name === name));
  return [...wrong, ...missing.map((name) => ({ name, expected: 'is missing: this service needs it' }))];
}

function toServiceConfig(dto: EnvironmentDto, defaults: ServiceDefaults): ServiceConfig {
  return Object.freeze({
    service: defaults.service,
    kafka: Object.freeze({
      brokers: dto.KAFKA_BROKERS.split(',').map((entry) => entry.trim()),
      topicPrefix: dto.KAFKA_TOPIC_PREFIX ?? '',
      partitions: Number(dto.KAFKA_TOPIC_PARTITIONS ?? DEFAULT_PARTITIONS),
      replication: Number(dto.KAFKA_TOPIC_REPLICATION ?? CLUSTER_DEFAULT_REPLICATION),
      create: dto.KAFKA_TOPIC_CREATE !== 'false',
    }),
    database: Object.freeze({ url: dto.DATABASE_URL, migrate: dto.MIGRATE !== 'false' }),
    credentialKeys: Object.freeze(
      dto.CREDENTIALS_KEYS === undefined ? [] : (parseCredentialKeys(dto.CREDENTIALS_KEYS) ?? []),
    ),
    apiTokens: Object.freeze(parseApiTokens(dto.API_TOKENS) ?? []),
    connectionsFile: dto.CONNECTIONS_FILE,
    port: Number(dto.PORT ?? defaults.port),
    host: dto.HOST ?? DEFAULT_HOST,
    logLevel: dto.LOG_LEVEL ?? 'info',
  });
}
