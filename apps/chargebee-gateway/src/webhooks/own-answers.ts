import { Inject, Injectable } from '@nestjs/common';
import { LOGGER, type Logger } from '@ledgerbridge/service';
import { DataSource } from 'typeorm';
import type { ResourceKind } from '../chargebee/reading/mapped-resource.js';
import { carriedResources, type CarriedResource } from './event-content.js';
import type { ResourceHint } from './resource-hint.js';

/** Chargebee's last retry of a webhook comes after a little more than three days. */
const KEPT_DAYS = 7;

const INSERT = `
  INSERT INTO own_answers (connection, kind, id, version, resource)
  SELECT $1, kind, id, version, resource
    FROM unnest($2::text[], $3::text[], $4::bigint[], $5::json[]) AS answer (kind, id, version, resource)
  ON CONFLICT DO NOTHING`;

const FIND = `
  SELECT own.kind, own.id, own.version, own.resource
    FROM own_answers own
    JOIN unnest($2::text[], $3::text[], $4::bigint[]) AS asked (kind, id, version) USING (kind, id, version)
   WHERE own.connection = $1`;

const PURGE = `
  DELETE FROM own_answers WHERE connection = $1 AND answered_at < clock_timestamp() - make_interval(days => $2)`;

interface Row {
  readonly kind: ResourceKind;
  readonly id: string;
  readonly version: string;
  readonly resource: Readonly<Record<string, unknown>>;
}

/** What the site answered our own writes with, so that their echoes need not be asked about. */
@Injectable()
export class OwnAnswers {
  constructor(
    private readonly database: DataSource,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Never throws: without it the echo costs a call, and the write that was answered is done. */
  async keep(connection: string, answer: unknown): Promise<void> {
    const resources = carriedResources(answer).filter(({ version }) => version !== undefined);
    if (resources.length === 0) return;
    try {
      const json = resources.map(({ resource }) => JSON.stringify(resource));
      await this.database.query(INSERT, [connection, ...keysOf(resources), json]);
    } catch (error) {
      this.logger.warn({ err: error, connection }, 'an answer of the site could not be kept; its echo will be fetched');
    }
  }

  /** The answers with exactly these versions, by `answerKey`. */
  async find(connection: string, hints: readonly ResourceHint[]): Promise<Map<string, CarriedResource>> {
    const versioned = hints.filter(({ version }) => version !== undefined);
    if (versioned.length === 0) return new Map();
    const rows: Row[] = await this.database.query(FIND, [connection, ...keysOf(versioned)]);
    const found = rows.map((row) => ({ ...row, version: Number(row.version) }));
    return new Map(found.map((answer) => [answerKey(answer), answer]));
  }

  async purge(connection: string): Promise<void> {
    await this.database.query(PURGE, [connection, KEPT_DAYS]);
  }
}

export function answerKey({ kind, id, version }: ResourceHint): string {
  return `${kind}/${version ?? ''}/${id}`;
}

function keysOf(hints: readonly ResourceHint[]): [string[], string[], (number | undefined)[]] {
  return [hints.map(({ kind }) => kind), hints.map(({ id }) => id), hints.map(({ version }) => version)];
}
