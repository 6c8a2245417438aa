import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AddRevisitStreams1767225900000 implements MigrationInterface {
  readonly name = 'AddRevisitStreams1767225900000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE invoice_revisits
        ADD COLUMN stream text NOT NULL DEFAULT 'invoices',
        ADD COLUMN entry_number text NOT NULL DEFAULT ''`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE invoice_revisits DROP COLUMN stream, DROP COLUMN entry_number');
  }
}
