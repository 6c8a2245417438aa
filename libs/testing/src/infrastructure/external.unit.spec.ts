import { describe, expect, it } from '@jest/globals';
import { externalAddresses } from './external.js';

const brokers = 'one:9092, two';
const databaseUrl = 'postgres://someone:secret@db.internal/ledger';

describe('externally given infrastructure', () => {
  it('given both variables, when reading them, then knows every endpoint with its default port', () => {
    expect(externalAddresses({ KAFKA_BROKERS: brokers, DATABASE_URL: databaseUrl })).toEqual({
      brokers,
      databaseUrl,
      endpoints: [
        { variable: 'KAFKA_BROKERS', host: 'one', port: 9092 },
        { variable: 'KAFKA_BROKERS', host: 'two', port: 9092 },
        { variable: 'DATABASE_URL', host: 'db.internal', port: 5432 },
      ],
    });
  });

  it('given an IPv6 address, when reading it, then the brackets go', () => {
    const { endpoints } = externalAddresses({ KAFKA_BROKERS: '[::1]:9093', DATABASE_URL: databaseUrl });
    expect(endpoints[0]).toEqual({ variable: 'KAFKA_BROKERS', host: '::1', port: 9093 });
  });

  it.each([
    ['neither', {}, 'KAFKA_BROKERS and DATABASE_URL not set'],
    ['only the brokers', { KAFKA_BROKERS: brokers }, 'DATABASE_URL not set'],
    ['an empty one', { KAFKA_BROKERS: ' ', DATABASE_URL: databaseUrl }, 'KAFKA_BROKERS not set'],
  ])('given %s, when reading them, then this kind does not apply', (_case, env, message) => {
    expect(() => externalAddresses(env)).toThrow(expect.objectContaining({ code: 'NOT_APPLICABLE', message }));
  });

  it('given an address that is none, when reading it, then names the variable and not the value', () => {
    const read = () => externalAddresses({ KAFKA_BROKERS: brokers, DATABASE_URL: 'se cret' });
    expect(read).toThrow(
      expect.objectContaining({ code: 'EXTERNAL_UNREACHABLE', details: { variable: 'DATABASE_URL' } }),
    );
    expect(read).not.toThrow(/se cret/);
  });
});
