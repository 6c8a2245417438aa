import type { Installation } from '../installation/installation.js';
import { query } from '../installation/query.js';
import { untilAtRest } from '../installation/rest.js';
import { verdict, type Verdict } from './verdict.js';

interface PartitionTrail {
  readonly place: string;
  readonly rows: number;
  /** Over topic, partition, offset and every byte kept of each row. */
  readonly digest: string;
  readonly head: string;
}

const TRAIL = `
  SELECT topic || '/' || partition AS place, count(*)::int AS rows,
         md5(string_agg(md5(concat_ws('|', "offset", encode(key, 'hex'), encode(value, 'hex'), headers::text)), ''
             ORDER BY "offset")) AS digest,
         encode((array_agg(hash ORDER BY "offset" DESC))[1], 'hex') AS head
    FROM audit.events GROUP BY topic, partition ORDER BY topic, partition`;

/** The audit schema dropped: after a start the same rows and the same chain heads. The installation is at rest. */
export async function auditRebuild(installation: Installation): Promise<Verdict> {
  const { database, options } = installation;
  await installation.stop('audit');
  const before = await query<PartitionTrail & Record<string, unknown>>(database.url, TRAIL);
  await query(database.url, 'DROP SCHEMA audit CASCADE');
  options.say(`audit-rebuild: ${before.length} partitions dropped`);
  await installation.resume('audit');
  await untilAtRest(installation);
  const after = await query<PartitionTrail & Record<string, unknown>>(database.url, TRAIL);
  const known = new Map(after.map((trail) => [trail.place, JSON.stringify(trail)]));
  const problems = before
    .filter((trail) => known.get(trail.place) !== JSON.stringify(trail))
    .map((trail) => `${trail.place} was ${JSON.stringify(trail)} and is ${known.get(trail.place) ?? 'missing'}`);
  if (after.length !== before.length) problems.push(`${after.length} partitions instead of ${before.length}`);
  if (before.length === 0) problems.push('there was nothing to rebuild');
  const { ok } = await installation.api('audit').get<{ ok: boolean }>('/v1/audit/verify');
  if (!ok) problems.push('the rebuilt chain does not verify');
  const rows = before.reduce((sum, trail) => sum + trail.rows, 0);
  return verdict('audit-rebuild', problems, { partitions: before.length, rows });
}
