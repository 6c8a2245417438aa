import type { DataSource } from 'typeorm';

/** Names of migrations this build knows and the schema has not seen. Reads only: never creates the migrations table. */
export async function pendingMigrations(dataSource: DataSource): Promise<string[]> {
  const known = dataSource.migrations.map((migration) => migration.name ?? migration.constructor.name);
  const [table] = await dataSource.query<{ found: string | null }[]>(`SELECT to_regclass('migrations') AS found`);
  if (table?.found == null) return known;
  const rows = await dataSource.query<{ name: string }[]>(`SELECT name FROM migrations`);
  const done = new Set(rows.map((row) => row.name));
  return known.filter((name) => !done.has(name));
}
