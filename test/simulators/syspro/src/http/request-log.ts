/** One request the service answered. Credentials are never kept, only the operator's name. */
export interface LoggedRequest {
  number: number;
  at: string;
  method: string;
  path: string;
  query: string;
  operator?: string;
  entity?: string;
  /** 0: no answer was given (hang, reset). */
  status: number;
  rows: number;
  ms: number;
}

const KEPT = 10_000;

/** The last requests, oldest first. */
export class RequestLog {
  private entries: LoggedRequest[] = [];
  private last = 0;

  /** Requests since the start. */
  get total(): number {
    return this.last;
  }

  nextNumber(): number {
    this.last += 1;
    return this.last;
  }

  add(entry: LoggedRequest): void {
    this.entries.push(entry);
    if (this.entries.length > KEPT * 2) this.entries = this.entries.slice(-KEPT);
  }

  since(number: number): readonly LoggedRequest[] {
    return this.entries.filter((entry) => entry.number > number);
  }

  clear(): void {
    this.entries = [];
  }
}
