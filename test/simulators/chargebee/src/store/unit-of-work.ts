import { randomBytes } from 'node:crypto';
import type { Kind, Resource } from '../resources/resource.js';

/** One stored object with its place in the order of creation. */
export interface StoredRow {
  row: number;
  value: Resource;
}

/** One change, as the journal keeps it. */
export interface Put extends StoredRow {
  kind: Kind;
}

/** What a unit of work reads from and numbers its rows with. */
export interface UnitSource {
  find(kind: Kind, id: string): StoredRow | undefined;
  rows(kind: Kind): Iterable<StoredRow>;
  nextRow(): number;
  hasInvoices(customerId: string): boolean;
}

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** The changes of one request: seen by the request itself, by others only after the commit. */
export class UnitOfWork {
  private readonly puts = new Map<string, Put>();

  constructor(
    private readonly source: UnitSource,
    /** Milliseconds; one instant for the whole request. */
    readonly nowMs: number,
  ) {}

  get now(): number {
    return Math.floor(this.nowMs / 1000);
  }

  get changes(): readonly Put[] {
    return [...this.puts.values()];
  }

  find<T extends Resource>(kind: Kind, id: string): T | undefined {
    const row = this.puts.get(`${kind}/${id}`) ?? this.source.find(kind, id);
    return row?.value as T | undefined;
  }

  /** The committed rows of a kind; a unit's own changes are not among them. */
  rows(kind: Kind): Iterable<StoredRow> {
    return this.source.rows(kind);
  }

  /** Whether the customer has any committed invoice. */
  hasInvoices(customerId: string): boolean {
    return this.source.hasInvoices(customerId);
  }

  /** Stores a version of an object: `updated_at` and a `resource_version` greater than the last are set here. */
  put<T extends Resource>(kind: Kind, value: T): T {
    const key = `${kind}/${value.id}`;
    const before = this.puts.get(key) ?? this.source.find(kind, value.id);
    const version = Math.max(this.nowMs, (before?.value.resource_version ?? 0) + 1);
    const versioned = { ...value, updated_at: this.now, resource_version: version };
    return this.keep(kind, before?.row, versioned);
  }

  /** Stores an object that has no versions (events, comments). */
  append<T extends Resource>(kind: Kind, value: T): T {
    return this.keep(kind, undefined, value);
  }

  /** Changes what an object shows of others, or stores what has no versions: neither `updated_at` nor `resource_version` move. */
  patch<T extends Resource>(kind: Kind, value: T): T {
    const before = this.puts.get(`${kind}/${value.id}`) ?? this.source.find(kind, value.id);
    return this.keep(kind, before?.row, value);
  }

  /** Replaces an object as it stands, keeping its row. */
  overwrite(kind: Kind, row: number, value: Resource): void {
    this.keep(kind, row, value);
  }

  newId(prefix: string): string {
    return prefix + [...randomBytes(16)].map((byte) => ALPHABET[byte % ALPHABET.length]).join('');
  }

  private keep<T extends Resource>(kind: Kind, row: number | undefined, value: T): T {
    this.puts.set(`${kind}/${value.id}`, { kind, row: row ?? this.source.nextRow(), value });
    return value;
  }
}
