import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tables of the messaging half: outbox, published records, consumer positions and replays. */
export class Messaging1763900000000 implements MigrationInterface {
  readonly name = 'Messaging1763900000000';

  async up(runner: QueryRunner): Promise<void> {
    // Rows are inserted once and marked once: vacuum early, or the index of unpublished rows fills with dead entries.
    await runner.query(`
      CREATE TABLE outbox (
        id           bigserial   CONSTRAINT outbox_pkey PRIMARY KEY,
        topic        text        NOT NULL,
        key          text        NOT NULL,
        event_id     text        NOT NULL,
        headers      jsonb       NOT NULL,
        value        bytea       NOT NULL,
        created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
        published_at timestamptz
      ) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000)`);
    await runner.query(`CREATE INDEX outbox_unpublished ON outbox (id) WHERE published_at IS NULL`);
    await runner.query(`CREATE INDEX outbox_published ON outbox (published_at) WHERE published_at IS NOT NULL`);
    // Room on each page, so that noting "seen again" needs no new index entries.
    await runner.query(`
      CREATE TABLE published_records (
        connection        text NOT NULL,
        type              text NOT NULL,
        source_id         text NOT NULL,
        digest            text,
        sequence          text,
        source_version_ms bigint,
        lifecycle         text,
        last_causation_id text,
        last_seen_at      timestamptz,
        published_at      timestamptz,
        CONSTRAINT published_records_pkey PRIMARY KEY (connection, type, source_id)
      ) WITH (fillfactor = 70)`);
    await runner.query(`
      CREATE TABLE consumer_positions (
        group_id      text        NOT NULL,
        topic         text        NOT NULL,
        partition     int         NOT NULL,
        next_offset   bigint      NOT NULL,
        landed_from   bigint      NOT NULL,
        landed_to     bigint      NOT NULL,
        acknowledged  boolean     NOT NULL,
        last_offset   bigint,
        last_event_id text,
        replay_id     uuid,
        replay_from   bigint,
        replay_to     bigint,
        updated_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
        CONSTRAINT consumer_positions_pkey PRIMARY KEY (group_id, topic, partition)
      ) WITH (fillfactor = 50)`);
    await runner.query(`
      CREATE TABLE landing_replays (
        id          uuid        CONSTRAINT landing_replays_pkey PRIMARY KEY,
        group_id    text        NOT NULL,
        topic       text        NOT NULL,
        partition   int         NOT NULL,
        from_offset bigint      NOT NULL,
        to_offset   bigint      NOT NULL,
        noticed_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
        finished_at timestamptz
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['landing_replays', 'consumer_positions', 'published_records', 'outbox']) {
      await runner.query(`DROP TABLE ${table}`);
    }
  }
}
