/** An answer kept under an idempotency key. */
export interface IdempotencyRecord {
  key: string;
  /** Digest of path, parameters and headers of the first request. */
  signature: string;
  status: number;
  body: string;
  /** Milliseconds when the first request was answered. */
  at: number;
}

/** How long an answer is replayed. */
export const IDEMPOTENCY_WINDOW_MS = 30 * 60 * 1000;
export const IDEMPOTENCY_KEY_MAX = 100;

/** Answers by idempotency key of one site, forgotten after the window; and the keys whose first request is in flight. */
export class IdempotencyStore {
  private readonly records = new Map<string, IdempotencyRecord>();
  private readonly inFlight = new Map<string, Promise<void>>();

  constructor(private readonly clock: () => number) {}

  find(key: string): IdempotencyRecord | undefined {
    this.forgetOld();
    return this.records.get(key);
  }

  keep(record: IdempotencyRecord): void {
    this.records.delete(record.key);
    this.records.set(record.key, record);
  }

  /** Settles when the request in flight under this key ended; undefined when there is none. */
  ending(key: string): Promise<void> | undefined {
    return this.inFlight.get(key);
  }

  /** Marks the key as in flight until the returned function is called. */
  start(key: string): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.inFlight.set(key, promise);
    return () => {
      this.inFlight.delete(key);
      resolve();
    };
  }

  clear(): void {
    this.records.clear();
  }

  private forgetOld(): void {
    const limit = this.clock() - IDEMPOTENCY_WINDOW_MS;
    for (const [key, record] of this.records) {
      // insertion order is time order: the first young one ends the sweep
      if (record.at > limit) return;
      this.records.delete(key);
    }
  }
}
