import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createLogger, KnownSecrets, openDatabase } from '@ledgerbridge/service';
import { createTestDatabase, type TestDatabase } from '@ledgerbridge/testing';
import type { DataSource } from 'typeorm';
import { gatewayEntities, gatewayMigrations } from '../database/gateway-database.js';
import { WebhookReceipt } from '../database/webhook-receipt.entity.js';
import { WebhookReceipts } from './webhook-receipts.js';

describe('webhook receipts', () => {
  let database: TestDatabase;
  let source: DataSource;
  let receipts: WebhookReceipts;

  beforeAll(async () => {
    database = await createTestDatabase();
    const logger = createLogger({ service: 'spec', level: 'silent', secrets: new KnownSecrets() });
    const options = { url: database.url, schema: 'spec', migrate: true };
    source = await openDatabase({ ...options, entities: gatewayEntities, migrations: gatewayMigrations }, logger);
    receipts = new WebhookReceipts(source);
  });
  afterAll(async () => {
    await source.destroy();
    await database.close();
  });
  beforeEach(() => source.query('TRUNCATE webhook_receipts'));

  const told = (id: string, connection = 'site') => ({ connection, id });

  it('given events told at the same time, then each is kept once and only its first telling is news', async () => {
    expect(await receipts.receive([told('ev_1'), told('ev_2'), told('ev_1')])).toEqual([true, true, false]);
    expect(await receipts.receive([told('ev_1'), told('ev_1', 'other')])).toEqual([false, true]);
    expect(await source.manager.count(WebhookReceipt)).toBe(3);
  });

  it('given a duplicate of a settled event, then the row stays as it is', async () => {
    await receipts.receive([told('ev_1')]);
    await source.query(`UPDATE webhook_receipts SET state = 'done', settled_at = now()`);
    expect(await receipts.receive([{ ...told('ev_1'), eventType: 'customer_changed' }])).toEqual([false]);
    const [row] = await source.manager.find(WebhookReceipt);
    expect(row).toMatchObject({ state: 'done', eventType: null });
  });

  it('given listed events, then those unknown here are missing until they are put in line', async () => {
    await receipts.receive([told('ev_1'), told('ev_3', 'other')]);
    const missing = await receipts.missing(source.manager, 'site', ['ev_1', 'ev_2', 'ev_3']);
    expect(missing.sort()).toEqual(['ev_2', 'ev_3']);
    const occurredAt = new Date('2026-03-01T10:00:00Z');
    const resources = [{ kind: 'customer' as const, id: 'c1', version: 5 }];
    await receipts.insertListed(source.manager, 'site', [
      { id: 'ev_1', eventType: 'customer_created', occurredAt },
      { id: 'ev_2', eventType: 'customer_created', occurredAt, resources },
    ]);
    expect(await source.manager.findBy(WebhookReceipt, { connection: 'site', source: 'listed' })).toMatchObject([
      { eventId: 'ev_2', eventType: 'customer_created', occurredAt, resources, state: 'pending', attempts: 0 },
    ]);
    expect(await receipts.missing(source.manager, 'site', [])).toEqual([]);
  });
});
