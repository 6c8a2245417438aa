import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateSync1767225700000 implements MigrationInterface {
  readonly name = 'CreateSync1767225700000';

  async up(runner: QueryRunner): Promise<void> {
    await createRuns(runner);
    await runner.query(`
      CREATE TABLE sync_cursors (
        connection text NOT NULL,
        stream text NOT NULL,
        completed_start timestamptz,
        resume_start timestamptz,
        resume_position jsonb,
        fingerprint text NOT NULL,
        CONSTRAINT pk_sync_cursors PRIMARY KEY (connection, stream)
      )`);
    await runner.query(`
      CREATE TABLE sync_rejections (
        connection text NOT NULL,
        type text NOT NULL,
        source_id text NOT NULL,
        digest text NOT NULL,
        field text NOT NULL,
        rule text NOT NULL,
        first_seen_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT pk_sync_rejections PRIMARY KEY (connection, type, source_id)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE sync_rejections, sync_cursors, sync_runs');
  }
}

async function createRuns(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE TABLE sync_runs (
      run_id uuid NOT NULL,
      stream text NOT NULL,
      position integer NOT NULL,
      connection text NOT NULL,
      state text NOT NULL,
      trigger text NOT NULL,
      requested_from text,
      requested_to text,
      window_from text,
      window_to text,
      requested_at timestamptz NOT NULL DEFAULT now(),
      started_at timestamptz,
      finished_at timestamptz,
      epoch text,
      counts jsonb NOT NULL,
      totals jsonb NOT NULL DEFAULT '{}',
      rejected jsonb NOT NULL DEFAULT '[]',
      error text,
      message text,
      CONSTRAINT pk_sync_runs PRIMARY KEY (run_id, stream),
      CONSTRAINT sync_runs_state_known CHECK (state IN ('requested', 'running', 'completed', 'failed')),
      CONSTRAINT sync_runs_trigger_known CHECK (trigger IN ('schedule', 'demand'))
    )`);
  await runner.query('CREATE INDEX ix_sync_runs_connection ON sync_runs (connection, requested_at, run_id)');
  await runner.query(
    `CREATE INDEX ix_sync_runs_requested ON sync_runs (connection, requested_at, position) WHERE state = 'requested'`,
  );
  // Never two polls of one connection at once, whatever the program believes.
  await runner.query(`CREATE UNIQUE INDEX uq_sync_runs_running ON sync_runs (connection) WHERE state = 'running'`);
}
