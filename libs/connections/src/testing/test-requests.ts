import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource, IsNull } from 'typeorm';
import { ConnectionTestEntity } from '../database/connection-test.entity.js';
import type { ConnectionCheck } from './connection-tester.js';

/** Requests older than this have nobody waiting for them. */
const ANSWERABLE = `interval '5 minutes'`;
const KEPT = `interval '1 day'`;

/** The `connection_tests` table, by which a process asks the holder of a connection to test it. */
@Injectable()
export class TestRequests {
  constructor(private readonly dataSource: DataSource) {}

  async ask(connectionId: string): Promise<string> {
    const id = randomUUID();
    await this.dataSource.query(`DELETE FROM connection_tests WHERE requested_at < now() - ${KEPT}`);
    await this.dataSource.query(
      `INSERT INTO connection_tests (id, connection_id, requested_at) VALUES ($1, $2, now())`,
      [id, connectionId],
    );
    return id;
  }

  /** The checks, once the holder has run them. */
  async answer(id: string): Promise<ConnectionCheck[] | undefined> {
    const row = await this.dataSource.getRepository(ConnectionTestEntity).findOneBy({ id });
    return row?.checks ?? undefined;
  }

  /** Ids of requests that wait for the holder of this connection. */
  async waiting(connectionId: string): Promise<string[]> {
    const rows = await this.dataSource.query<{ id: string }[]>(
      `SELECT id FROM connection_tests
       WHERE connection_id = $1 AND finished_at IS NULL AND requested_at > now() - ${ANSWERABLE}
       ORDER BY requested_at`,
      [connectionId],
    );
    return rows.map(({ id }) => id);
  }

  async finish(id: string, checks: ConnectionCheck[]): Promise<void> {
    const open = { id, finishedAt: IsNull() };
    await this.dataSource.getRepository(ConnectionTestEntity).update(open, { finishedAt: () => 'now()', checks });
  }
}
