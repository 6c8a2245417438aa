import type { ApiRequest } from './api-request.js';

/** One request as the control API shows it; the API key is left out. */
export interface LogEntry {
  sequence: number;
  at: string;
  method: string;
  path: string;
  query: string;
  headers: Record<string, unknown>;
  body: string;
  site?: string;
  /** Name of the API key. */
  user?: string;
  operation?: string;
  /** Absent when the connection was broken or left hanging. */
  status?: number;
  /** `api_error_code` of a refused request. */
  error?: string;
  fault?: string;
  replayed?: boolean;
  durationMs?: number;
}

const KEPT = 5_000;
const BODY_KEPT = 16_384;

/** The latest requests, and counts of all. */
export class RequestLog {
  private entries: LogEntry[] = [];
  private counts = new Map<string, number>();
  private sequence = 0;

  constructor(private readonly clock: () => number) {}

  begin(request: ApiRequest): LogEntry {
    const { authorization: _secret, ...headers } = request.headers;
    const entry = {
      sequence: ++this.sequence,
      at: new Date(this.clock()).toISOString(),
      method: request.method,
      path: request.path,
      query: request.query,
      headers,
      body: request.body.slice(0, BODY_KEPT),
    };
    this.entries.push(entry);
    // trimmed in batches: dropping one entry a request would move the whole array each time
    if (this.entries.length > 2 * KEPT) this.entries = this.entries.slice(-KEPT);
    return entry;
  }

  end(entry: LogEntry): void {
    const key = `${entry.operation ?? 'unknown'} ${entry.status ?? entry.fault ?? 'none'}`;
    this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
  }

  list(filter: { operation?: string; status?: number; after?: number } = {}): readonly LogEntry[] {
    return this.entries.filter(
      (entry) =>
        (filter.operation === undefined || entry.operation === filter.operation) &&
        (filter.status === undefined || entry.status === filter.status) &&
        entry.sequence > (filter.after ?? 0),
    );
  }

  /** How many requests ended how, by operation and status (or fault). */
  totals(): Record<string, number> {
    return Object.fromEntries([...this.counts].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  clear(): void {
    this.entries = [];
    this.counts.clear();
  }
}
