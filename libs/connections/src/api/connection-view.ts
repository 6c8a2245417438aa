import type { ConnectionDefinition } from '../connection.js';
import type { ConnectionEntity } from '../database/connection.entity.js';
import { setSetting, type PlainObject } from '../settings/setting-path.js';

/** Members of a view that are not settings; a PUT may send them back and they are not looked at. */
export const VIEW_MEMBERS = ['id', 'system', 'source', 'version', 'updatedAt', 'updatedBy'] as const;

/** A connection as the API shows it: in the shape of the file, each secret replaced by whether it is set. */
export function viewOf<S extends object>(definition: ConnectionDefinition<S>, row: ConnectionEntity): PlainObject {
  const settings = structuredClone(row.settings);
  for (const { path } of definition.secrets) setSetting(settings, path, { set: row.secrets[path] !== undefined });
  return {
    id: row.id,
    system: row.system,
    source: row.source,
    version: Number(row.version),
    updatedAt: row.updatedAt.toISOString(),
    updatedBy: row.updatedBy,
    ...settings,
  };
}
