import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { encodeCursor, type EventCursor } from './event-cursor.js';
import type { EventQuery } from './event-query.js';

interface StoredRow {
  topic: string;
  partition: number;
  offset: string;
  recorded_at: string;
  key: Buffer | null;
  value: Buffer | null;
  headers: [string, string][];
  hash: Buffer;
}

/** One message as the API shows it; `data` is the parsed value, or absent when the value is not JSON. */
export interface EventView {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly recordedAt: string;
  readonly key: string | null;
  readonly headers: Record<string, string>;
  readonly data?: unknown;
  /** Base64, only when the value is not JSON. */
  readonly raw?: string;
  readonly hash: string;
}

export interface EventPage {
  readonly items: EventView[];
  readonly next?: string;
}

// Full microseconds: a cursor rounded to milliseconds would skip or repeat rows.
const COLUMNS = `topic, partition, "offset", to_char(recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS recorded_at,
  key, value, headers, hash`;

@Injectable()
export class EventReader {
  constructor(private readonly dataSource: DataSource) {}

  async page(query: EventQuery, after: EventCursor | undefined): Promise<EventPage> {
    const { sql, parameters } = pageStatement(query, after);
    const rows: StoredRow[] = await this.dataSource.query(sql, parameters);
    const shown = rows.slice(0, query.limit);
    const last = shown.at(-1);
    return {
      items: shown.map(toView),
      ...(rows.length > query.limit && last !== undefined ? { next: encodeCursor(cursorOf(last)) } : {}),
    };
  }
}

function pageStatement(query: EventQuery, after: EventCursor | undefined): { sql: string; parameters: unknown[] } {
  const parameters: unknown[] = [];
  const bind = (value: unknown): string => `$${parameters.push(value)}`;
  const where: string[] = [];
  if (query.topic !== undefined) where.push(`topic = ${bind(query.topic)}`);
  if (query.connection !== undefined) where.push(`connection = ${bind(query.connection)}`);
  if (query.type !== undefined && query.id !== undefined) where.push(`subject = ${bind(`${query.type}/${query.id}`)}`);
  else if (query.type !== undefined) where.push(`starts_with(subject, ${bind(`${query.type}/`)})`);
  if (query.eventId !== undefined) where.push(`event_id = ${bind(query.eventId)}`);
  if (query.eventType !== undefined) where.push(`event_type = ${bind(query.eventType)}`);
  if (query.from !== undefined) where.push(`recorded_at >= ${bind(query.from)}`);
  if (query.to !== undefined) where.push(`recorded_at < ${bind(query.to)}`);
  if (after !== undefined) {
    const bound = [bind(after.recordedAt), bind(after.topic), bind(after.partition), bind(after.offset)].join(', ');
    where.push(`(recorded_at, topic, partition, "offset") ${query.order === 'asc' ? '>' : '<'} (${bound})`);
  }
  const direction = query.order.toUpperCase();
  const order = ['recorded_at', 'topic', 'partition', '"offset"']
    .map((column) => `events.${column} ${direction}`)
    .join(', ');
  const filter = where.length === 0 ? '' : `WHERE ${where.join(' AND ')}`;
  return {
    sql: `SELECT ${COLUMNS} FROM events ${filter} ORDER BY ${order} LIMIT ${bind(query.limit + 1)}`,
    parameters,
  };
}

function cursorOf(row: StoredRow): EventCursor {
  return { recordedAt: row.recorded_at, topic: row.topic, partition: row.partition, offset: row.offset };
}

function toView(row: StoredRow): EventView {
  return {
    topic: row.topic,
    partition: row.partition,
    offset: row.offset,
    recordedAt: row.recorded_at,
    key: row.key?.toString('utf8') ?? null,
    headers: Object.fromEntries(
      row.headers.map(([name, value]) => [decodeURIComponent(name), Buffer.from(value, 'base64').toString('utf8')]),
    ),
    ...valueOf(row.value),
    hash: row.hash.toString('hex'),
  };
}

function valueOf(value: Buffer | null): { data?: unknown; raw?: string } {
  if (value === null) return {};
  try {
    return { data: JSON.parse(value.toString('utf8')) as unknown };
  } catch {
    return { raw: value.toString('base64') };
  }
}
