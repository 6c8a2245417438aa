/** What verifying one partition's chain found. */
export interface PartitionVerdict {
  readonly topic: string;
  readonly partition: number;
  readonly ok: boolean;
  readonly messages: number;
  readonly firstOffset: string | null;
  readonly lastOffset: string | null;
  /** The next offset the consumer will read, by the position committed with the rows. */
  readonly consumedTo: string | null;
  /** Hex of the last row's hash. */
  readonly head: string | null;
  /** The first thing found wrong. */
  readonly problem?: string;
}

export interface VerifiedRows {
  readonly messages: number;
  readonly firstOffset: bigint | undefined;
  readonly lastOffset: bigint | undefined;
  readonly head: Buffer | undefined;
  readonly problem: string | undefined;
}

/**
 * Joins what the rows say with what was consumed: rows cut off the end of a chain leave it intact, only the
 * position tells that they existed.
 */
export function judgePartition(
  topic: string,
  partition: number,
  rows: VerifiedRows,
  consumedTo: bigint | undefined,
): PartitionVerdict {
  const problem = rows.problem ?? positionProblem(rows.lastOffset, consumedTo);
  return {
    topic,
    partition,
    ok: problem === undefined,
    messages: rows.messages,
    firstOffset: rows.firstOffset?.toString() ?? null,
    lastOffset: rows.lastOffset?.toString() ?? null,
    consumedTo: consumedTo?.toString() ?? null,
    head: rows.head?.toString('hex') ?? null,
    ...(problem === undefined ? {} : { problem }),
  };
}

function positionProblem(lastOffset: bigint | undefined, consumedTo: bigint | undefined): string | undefined {
  if (lastOffset === undefined)
    return consumedTo === undefined || consumedTo === 0n ? undefined : `no rows, but consumed to ${consumedTo}`;
  if (consumedTo === undefined) return 'rows without a consumer position';
  return consumedTo === lastOffset + 1n ? undefined : `last row is ${lastOffset}, but consumed to ${consumedTo}`;
}
