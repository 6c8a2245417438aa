import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Failed deliveries that await a record which has not landed yet are looked for at every poll. */
export class AwaitedRecords1764100000100 implements MigrationInterface {
  readonly name = 'AwaitedRecords1764100000100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX deliveries_awaiting ON deliveries
        (target_connection, waiting_type, waiting_connection, waiting_source_id)
        WHERE state = 'failed' AND waiting_type IS NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX deliveries_awaiting');
  }
}
