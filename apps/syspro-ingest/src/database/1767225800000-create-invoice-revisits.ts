import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateInvoiceRevisits1767225800000 implements MigrationInterface {
  readonly name = 'CreateInvoiceRevisits1767225800000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE invoice_revisits (
        connection text NOT NULL,
        source_id text NOT NULL,
        reason text NOT NULL,
        customer text NOT NULL,
        invoice text NOT NULL,
        document_type text NOT NULL,
        run_id uuid NOT NULL,
        looked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        CONSTRAINT pk_invoice_revisits PRIMARY KEY (connection, source_id),
        CONSTRAINT invoice_revisits_reason_known CHECK (reason IN ('deferred', 'rejected', 'released'))
      )`);
    await runner.query(`
      CREATE INDEX ix_invoice_revisits_due ON invoice_revisits (connection, reason, looked_at)
      WHERE reason <> 'released'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE invoice_revisits');
  }
}
