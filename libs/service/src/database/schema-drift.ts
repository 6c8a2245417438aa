import type { DataSource } from 'typeorm';

/**
 * SQL that would turn the migrated schema into what the entities describe; empty when they agree.
 * For the drift spec of every project with migrations. The data source must be initialized and migrated.
 */
export async function schemaDrift(dataSource: DataSource): Promise<string[]> {
  const log = await dataSource.driver.createSchemaBuilder().log();
  return log.upQueries.map(({ query }) => query);
}
