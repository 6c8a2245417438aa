/** Where a page ended, in the order events are listed. */
export interface EventCursor {
  readonly recordedAt: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
}

export function encodeCursor(cursor: EventCursor): string {
  return Buffer.from(JSON.stringify([cursor.recordedAt, cursor.topic, cursor.partition, cursor.offset])).toString(
    'base64url',
  );
}

/** Undefined for anything `encodeCursor` did not make. */
export function decodeCursor(text: string): EventCursor | undefined {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    if (!Array.isArray(parsed) || parsed.length !== 4) return undefined;
    const [recordedAt, topic, partition, offset] = parsed as unknown[];
    if (typeof recordedAt !== 'string' || Number.isNaN(Date.parse(recordedAt))) return undefined;
    if (typeof topic !== 'string' || !Number.isInteger(partition)) return undefined;
    if (typeof offset !== 'string' || !/^\d{1,19}$/.test(offset)) return undefined;
    return { recordedAt, topic, partition: partition as number, offset };
  } catch {
    return undefined;
  }
}
