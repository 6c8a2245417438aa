const KEPT = 5_000;
const BODY_KEPT = 65_536;

/** One request as the simulator saw it. */
export interface LogEntry {
  sequence: number;
  at: string;
  method: string;
  path: string;
  /** Of the SOAPAction. */
  operation: string;
  /** Which connection, counted from 1. */
  socket: number;
  status?: number;
  /** `ok`, `validation`, `not-found`, `system`, `schema`, `security`, `unknown-operation`, `401`, or the name of a fault. */
  outcome?: string;
  user?: string;
  durationMs?: number;
  body: string;
}

/** The latest requests, and counts of all. */
export class RequestLog {
  private entries: LogEntry[] = [];
  private counts = new Map<string, number>();
  private sequence = 0;
  private underWay = 0;
  private peak = 0;

  constructor(private readonly clock: () => number) {}

  begin(request: Pick<LogEntry, 'method' | 'path' | 'operation' | 'socket' | 'body'>): LogEntry {
    const at = new Date(this.clock()).toISOString();
    const entry = { sequence: ++this.sequence, at, ...request, body: request.body.slice(0, BODY_KEPT) };
    this.entries.push(entry);
    if (this.entries.length > 2 * KEPT) this.entries = this.entries.slice(-KEPT);
    return entry;
  }

  end(entry: LogEntry): void {
    const key = `${entry.operation === '' ? 'unknown' : entry.operation} ${entry.outcome ?? entry.status ?? 'none'}`;
    this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
  }

  /** Counts an authenticated call under way; the function ends it. */
  enter(): () => void {
    this.underWay += 1;
    this.peak = Math.max(this.peak, this.underWay);
    return () => {
      this.underWay -= 1;
    };
  }

  /** Most calls under way at a time. */
  get maxConcurrent(): number {
    return this.peak;
  }

  list(filter: { operation?: string; outcome?: string; after?: number } = {}): readonly LogEntry[] {
    return this.entries.filter(
      (entry) =>
        (filter.operation === undefined || entry.operation === filter.operation) &&
        (filter.outcome === undefined || entry.outcome === filter.outcome) &&
        entry.sequence > (filter.after ?? 0),
    );
  }

  /** How many requests ended how, by operation and outcome. */
  totals(): Record<string, number> {
    return Object.fromEntries([...this.counts].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  clear(): void {
    this.entries = [];
    this.counts.clear();
    this.peak = this.underWay;
  }
}
