import { describe, expect, it } from '@jest/globals';
import { ConfigError } from './config.error.js';
import type { Environment } from './environment-variable.js';
import { loadServiceConfig } from './load-service-config.js';

const KEY_A = Buffer.alloc(32, 1).toString('base64');
const KEY_B = Buffer.alloc(32, 2).toString('base64');
const CANARY = 'canary-7f3a-value';

const defaults = { service: 'audit', port: 3000 };

function environment(changes: Environment = {}): Environment {
  return {
    KAFKA_BROKERS: 'kafka-1:9092, kafka-2:9092',
    DATABASE_URL: 'postgres://bridge:secret-of-db@db:5432/ledgerbridge',
    CREDENTIALS_KEYS: `new:${KEY_A},old:${KEY_B}`,
    API_TOKENS: 'admin/alice:0123456789abcdef,viewer:fedcba9876543210',
    ...changes,
  };
}

function problemsOf(env: Environment, more: Partial<Parameters<typeof loadServiceConfig>[1]> = {}): ConfigError {
  try {
    loadServiceConfig(env, { ...defaults, ...more });
  } catch (error) {
    return error as ConfigError;
  }
  throw new Error('expected a ConfigError');
}

describe('loadServiceConfig', () => {
  it('given only what is required, when loaded, then everything else has its documented default', () => {
    const config = loadServiceConfig(environment(), defaults);

    expect(config).toMatchObject({
      service: 'audit',
      kafka: {
        brokers: ['kafka-1:9092', 'kafka-2:9092'],
        topicPrefix: '',
        partitions: 12,
        replication: -1,
        create: true,
      },
      database: { migrate: true },
      port: 3000,
      host: '0.0.0.0',
      logLevel: 'info',
      connectionsFile: undefined,
    });
  });

  it('given every variable, when loaded, then each is used and the result is frozen', () => {
    const config = loadServiceConfig(
      environment({
        KAFKA_TOPIC_PREFIX: 't1.',
        KAFKA_TOPIC_PARTITIONS: '3',
        KAFKA_TOPIC_REPLICATION: '2',
        KAFKA_TOPIC_CREATE: 'false',
        MIGRATE: 'false',
        CONNECTIONS_FILE: '/etc/connections.yaml',
        PORT: '0',
        HOST: '::1',
        LOG_LEVEL: 'debug',
      }),
      defaults,
    );

    expect(config).toMatchObject({
      kafka: { topicPrefix: 't1.', partitions: 3, replication: 2, create: false },
      database: { url: 'postgres://bridge:secret-of-db@db:5432/ledgerbridge', migrate: false },
      connectionsFile: '/etc/connections.yaml',
      port: 0,
      host: '::1',
      logLevel: 'debug',
    });
    expect(Object.isFrozen(config) && Object.isFrozen(config.kafka) && Object.isFrozen(config.database)).toBe(true);
  });

  it('given a key ring and tokens, when loaded, then keys keep their order and a nameless token is named after its role', () => {
    const config = loadServiceConfig(environment(), defaults);

    expect(config.credentialKeys.map(({ id, key }) => [id, key.length])).toEqual([
      ['new', 32],
      ['old', 32],
    ]);
    expect(config.apiTokens).toEqual([
      { role: 'admin', name: 'alice', token: '0123456789abcdef' },
      { role: 'viewer', name: 'viewer', token: 'fedcba9876543210' },
    ]);
  });

  it.each([
    ['KAFKA_BROKERS', [undefined, '', CANARY, 'kafka:port', 'a:1,,b:2']],
    ['KAFKA_TOPIC_PREFIX', [`${CANARY} with spaces`]],
    ['KAFKA_TOPIC_PARTITIONS', ['0', '-1', '1.5', CANARY, '10001']],
    ['KAFKA_TOPIC_REPLICATION', ['0', CANARY]],
    ['KAFKA_TOPIC_CREATE', ['yes', '1', CANARY]],
    ['DATABASE_URL', [undefined, CANARY, `mysql://u:${CANARY}@db/x`, `postgres://u:${CANARY}@db`]],
    ['MIGRATE', ['no', CANARY]],
    [
      'CREDENTIALS_KEYS',
      [
        CANARY,
        KEY_A,
        `a:${CANARY}`,
        `a:${KEY_A},a:${KEY_B}`,
        `a:${Buffer.alloc(16).toString('base64')}`,
        `a:${KEY_A},`,
      ],
    ],
    [
      'API_TOKENS',
      [
        undefined,
        CANARY,
        `root:${CANARY}`,
        'admin:short',
        `admin:${CANARY},viewer:${CANARY}`,
        `admin/a b:${CANARY}`,
        `admin:${CANARY} x`,
      ],
    ],
    ['PORT', ['65536', '-1', 'http', CANARY]],
    ['HOST', [`${CANARY} x`]],
    ['LOG_LEVEL', ['verbose', CANARY]],
  ])('given a wrong %s, when loaded, then it is named with what is expected and its value is not', (name, values) => {
    for (const value of values) {
      const error = problemsOf(environment({ [name]: value }));

      expect(error.problems.map((problem) => problem.name)).toEqual([name]);
      expect(error.problems[0]?.expected.length).toBeGreaterThan(3);
      expect(JSON.stringify([error.message, error.details, error.problems])).not.toContain(CANARY);
    }
  });

  it('given several wrong variables, when loaded, then all are reported at once', () => {
    const error = problemsOf({ MIGRATE: 'maybe', PORT: 'x' });

    expect(error.problems.map(({ name }) => name).sort()).toEqual(
      ['API_TOKENS', 'DATABASE_URL', 'KAFKA_BROKERS', 'MIGRATE', 'PORT'].sort(),
    );
  });

  it('given an optional variable that the service requires, when it is missing, then it is named', () => {
    const error = problemsOf(environment({ CREDENTIALS_KEYS: '' }), { required: ['CREDENTIALS_KEYS'] });

    expect(error.problems).toEqual([{ name: 'CREDENTIALS_KEYS', expected: 'is missing: this service needs it' }]);
  });

  it('given a variable and its _FILE, when loaded, then both being set is the problem', () => {
    const error = problemsOf(environment({ API_TOKENS_FILE: '/run/secrets/tokens' }));

    expect(error.problems).toEqual([
      { name: 'API_TOKENS', expected: 'either API_TOKENS or API_TOKENS_FILE, not both' },
    ]);
  });

  it('given a _FILE that cannot be read, when loaded, then the problem names the variable once', () => {
    const error = problemsOf(environment({ DATABASE_URL: undefined, DATABASE_URL_FILE: `/nowhere/${CANARY}` }));

    expect(error.problems).toEqual([{ name: 'DATABASE_URL_FILE', expected: 'a readable file (ENOENT)' }]);
  });
});
