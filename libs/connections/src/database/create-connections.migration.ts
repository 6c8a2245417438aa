import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateConnections1764000001000 implements MigrationInterface {
  readonly name = 'CreateConnections1764000001000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE SEQUENCE connection_versions`);
    await runner.query(`
      CREATE TABLE connections (
        id text NOT NULL,
        system text NOT NULL,
        source text NOT NULL,
        version bigint NOT NULL,
        settings jsonb NOT NULL,
        key_id text NOT NULL,
        data_key text NOT NULL,
        secrets jsonb NOT NULL,
        updated_at timestamptz NOT NULL,
        updated_by text NOT NULL,
        CONSTRAINT connections_pkey PRIMARY KEY (id)
      )`);
    await runner.query(`
      CREATE TABLE connection_tests (
        id uuid NOT NULL,
        connection_id text NOT NULL,
        requested_at timestamptz NOT NULL,
        finished_at timestamptz,
        checks jsonb,
        CONSTRAINT connection_tests_pkey PRIMARY KEY (id)
      )`);
    await runner.query(`
      CREATE INDEX connection_tests_waiting_idx ON connection_tests (connection_id) WHERE finished_at IS NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE connection_tests`);
    await runner.query(`DROP TABLE connections`);
    await runner.query(`DROP SEQUENCE connection_versions`);
  }
}
