import pg from 'pg';
import type { Haystack } from './canaries.js';

interface Table {
  readonly schema: string;
  readonly name: string;
}

const TABLES = `
  SELECT table_schema AS schema, table_name AS name FROM information_schema.tables
   WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')
   ORDER BY 1, 2`;

/** Every value of every row of every table of every schema, one haystack a table. */
export async function databaseContent(url: string): Promise<Haystack[]> {
  return withClient(url, async (client) => {
    const { rows: tables } = await client.query<Table>(TABLES);
    const haystacks: Haystack[] = [];
    for (const { schema, name } of tables) {
      const from = `${client.escapeIdentifier(schema)}.${client.escapeIdentifier(name)}`;
      const { rows } = await client.query<Record<string, unknown>>(`SELECT * FROM ${from}`);
      const text = rows.flatMap((row) => Object.values(row).map(asText)).join('\n');
      haystacks.push({ where: `table ${schema}.${name}`, text });
    }
    return haystacks;
  });
}

function asText(value: unknown): string {
  if (Buffer.isBuffer(value)) return value.toString('latin1');
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
