import { EventEmitter } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import type { Logger } from '@ledgerbridge/service';
import type { DataSource } from 'typeorm';
import { OutboxListener } from './outbox-listener.js';

/** A connection that only notes what is asked of it; `onQuery` happens before each answer. */
function aDatabase(onQuery: () => void) {
  const queries: string[] = [];
  const client = Object.assign(new EventEmitter(), { escapeIdentifier: (name: string) => `"${name}"` });
  const runner = {
    connect: async () => client,
    query: async (sql: string) => {
      onQuery();
      queries.push(sql);
      return [{ channel: 'outbox' }];
    },
    release: async () => undefined,
  };
  return { queries, database: { createQueryRunner: () => runner } as unknown as DataSource };
}

describe('OutboxListener', () => {
  it('given a stop while it is still connecting, when listening, then it ends and leaves nothing listening', async () => {
    const stop = new AbortController();
    const { queries, database } = aDatabase(() => stop.abort());

    await new OutboxListener(database, { debug: () => undefined } as unknown as Logger).listen(
      () => undefined,
      stop.signal,
    );

    expect(queries.slice(1)).toEqual(['LISTEN "outbox"', 'UNLISTEN *']);
  });
});
