import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createLogger, KnownSecrets, openDatabase } from '@ledgerbridge/service';
import { createTestDatabase, type TestDatabase } from '@ledgerbridge/testing';
import type { DataSource } from 'typeorm';
import { gatewayEntities, gatewayMigrations } from '../database/gateway-database.js';
import { answerKey, OwnAnswers } from './own-answers.js';

describe('answers of our own writes', () => {
  let database: TestDatabase;
  let source: DataSource;
  let answers: OwnAnswers;

  beforeAll(async () => {
    database = await createTestDatabase();
    const logger = createLogger({ service: 'spec', level: 'silent', secrets: new KnownSecrets() });
    const options = { url: database.url, schema: 'spec', migrate: true };
    source = await openDatabase({ ...options, entities: gatewayEntities, migrations: gatewayMigrations }, logger);
    answers = new OwnAnswers(source, logger);
  });
  afterAll(async () => {
    await source.destroy();
    await database.close();
  });

  const invoice = { kind: 'invoice' as const, id: 'I', version: 5 };
  const transaction = { kind: 'transaction' as const, id: 't', version: 6 };

  it('given an answer of two resources, then each is found by exactly its version, with its state', async () => {
    await answers.keep('site', {
      invoice: { id: 'I', resource_version: 5, note: 'a\u0000b' },
      transaction: { id: 't', resource_version: 6 },
      card: { id: 'x', resource_version: 7 },
    });
    const other = { ...invoice, version: 4 };
    const found = await answers.find('site', [invoice, transaction, other, { kind: 'customer', id: 'I', version: 5 }]);
    expect([...found.keys()].sort()).toEqual([answerKey(invoice), answerKey(transaction)]);
    expect(found.get(answerKey(invoice))?.resource).toEqual({ id: 'I', resource_version: 5, note: 'a\u0000b' });
    expect((await answers.find('elsewhere', [invoice])).size).toBe(0);
  });

  it('given the same answer again, or one without versions, then nothing changes', async () => {
    await answers.keep('site', { invoice: { id: 'I', resource_version: 5, note: 'other' } });
    await answers.keep('site', { invoice: { id: 'J' } });
    await answers.keep('site', undefined);
    expect((await answers.find('site', [invoice])).get(answerKey(invoice))?.resource).toMatchObject({
      note: 'a\u0000b',
    });
    expect((await answers.find('site', [{ kind: 'invoice', id: 'J' }])).size).toBe(0);
  });

  it('given answers older than a week, then they are purged, those of other sites by their own holders', async () => {
    await answers.keep('other', { invoice: { id: 'I', resource_version: 5 } });
    await source.query(`UPDATE own_answers SET answered_at = now() - interval '8 days' WHERE kind = 'invoice'`);
    await answers.purge('site');
    expect([...(await answers.find('site', [invoice, transaction])).keys()]).toEqual([answerKey(transaction)]);
    expect((await answers.find('other', [invoice])).size).toBe(1);
  });
});
