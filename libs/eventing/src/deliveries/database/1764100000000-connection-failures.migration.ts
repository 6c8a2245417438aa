import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a failure says of the connection: whether it concerns all of it, and in which version the connection was. */
export class ConnectionFailures1764100000000 implements MigrationInterface {
  readonly name = 'ConnectionFailures1764100000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE deliveries ADD failure_scope text, ADD connection_version bigint`);
    await runner.query(`CREATE INDEX deliveries_stopping ON deliveries (target_connection)
      WHERE state = 'failed' AND failure_scope = 'connection'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE deliveries DROP failure_scope, DROP connection_version`);
  }
}
