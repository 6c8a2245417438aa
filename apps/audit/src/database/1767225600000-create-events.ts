import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The trail: one row a message, keyed by where Kafka keeps it, chained per partition, never changed. */
export class CreateEvents1767225600000 implements MigrationInterface {
  readonly name = 'CreateEvents1767225600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE events (
        topic text NOT NULL,
        partition integer NOT NULL,
        "offset" bigint NOT NULL,
        recorded_at timestamptz NOT NULL,
        key bytea,
        value bytea,
        headers jsonb NOT NULL,
        hash bytea NOT NULL,
        event_id text,
        event_type text,
        connection text,
        subject text,
        sequence text,
        event_time timestamptz,
        CONSTRAINT pk_events PRIMARY KEY (topic, partition, "offset")
      )`);
    await runner.query('CREATE INDEX ix_events_recorded ON events (recorded_at, topic, partition, "offset")');
    await runner.query('CREATE INDEX ix_events_record ON events (connection, subject, recorded_at)');
    await runner.query('CREATE INDEX ix_events_event_id ON events (event_id)');
    await runner.query(`
      CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'the audit trail is append-only'; END $$`);
    await runner.query(`
      CREATE TRIGGER events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON events
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE events');
    await runner.query('DROP FUNCTION refuse_change()');
  }
}
