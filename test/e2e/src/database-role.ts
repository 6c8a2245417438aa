import { randomBytes } from 'node:crypto';
import { withClient } from './database-content.js';

export interface DatabaseRole {
  readonly name: string;
  /** Makes the account the owner of a fresh database. Resolves with the URL by which it connects. */
  own(databaseUrl: string): Promise<string>;
  /** After its databases are gone. */
  drop(): Promise<void>;
}

/** An account of its own on the server of `serverUrl`, with this password. */
export async function createRole(serverUrl: string, password: string): Promise<DatabaseRole> {
  const name = `e2e_${randomBytes(6).toString('hex')}`;
  await withClient(serverUrl, (client) =>
    client.query(`CREATE ROLE ${name} LOGIN PASSWORD ${client.escapeLiteral(password)}`),
  );
  return {
    name,
    own: async (databaseUrl) => {
      const url = new URL(databaseUrl);
      const database = url.pathname.slice(1);
      await withClient(databaseUrl, (client) => client.query(`ALTER DATABASE ${database} OWNER TO ${name}`));
      url.username = name;
      url.password = password;
      return url.href;
    },
    drop: () => withClient(serverUrl, async (client) => void (await client.query(`DROP ROLE ${name}`))),
  };
}
