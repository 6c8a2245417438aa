import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateLeases1764000000000 implements MigrationInterface {
  readonly name = 'CreateLeases1764000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE leases (
        name text NOT NULL,
        holder uuid,
        epoch bigint NOT NULL,
        expires_at timestamptz NOT NULL,
        CONSTRAINT leases_pkey PRIMARY KEY (name)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE leases`);
  }
}
