import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { schemaDrift } from '@ledgerbridge/service';
import { MessagingFixture } from './messaging.fixture.spec.js';

describe('messaging schema', () => {
  let fixture: MessagingFixture;

  beforeAll(async () => {
    fixture = await MessagingFixture.open();
  });

  afterAll(() => fixture.close());

  it('given an empty database, when all migrations ran, then the entities describe it exactly', async () => {
    expect(await schemaDrift(fixture.database)).toEqual([]);
  });

  it('given the migrated schema, when the migration is undone, then nothing of it is left', async () => {
    await fixture.database.undoLastMigration();
    const tables = await fixture.database.query<{ name: string }[]>(
      `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = current_schema()`,
    );
    expect(tables.map(({ name }) => name)).toEqual(['migrations']);
    await fixture.database.runMigrations();
  });
});
