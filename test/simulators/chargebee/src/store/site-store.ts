import type { IdempotencyRecord } from '../limits/idempotency-store.js';
import { KINDS, type Kind, type Resource } from '../resources/resource.js';
import type { Journal } from './journal.js';
import { UnitOfWork, type Put, type StoredRow, type UnitSource } from './unit-of-work.js';

const FIRST_ROW = 122_000_000_001;

/** All objects of one site, in memory; every commit is one line of the journal, when there is one. */
export class SiteStore implements UnitSource {
  private readonly kinds = new Map<Kind, Map<string, StoredRow>>();
  private readonly invoiced = new Set<unknown>();
  private lastRow = FIRST_ROW - 1;
  private eventListener: (events: readonly Resource[]) => void = () => {};

  constructor(
    private readonly journal: Journal | undefined,
    private readonly clock: () => number,
  ) {
    this.clear();
  }

  find(kind: Kind, id: string): StoredRow | undefined {
    return this.kindMap(kind).get(id);
  }

  rows(kind: Kind): Iterable<StoredRow> {
    return this.kindMap(kind).values();
  }

  nextRow(): number {
    this.lastRow += 1;
    return this.lastRow;
  }

  hasInvoices(customerId: string): boolean {
    return this.invoiced.has(customerId);
  }

  begin(): UnitOfWork {
    return new UnitOfWork(this, this.clock());
  }

  /** Makes the unit's changes visible, together with the answer kept under the idempotency key. */
  commit(unit: UnitOfWork, answer?: IdempotencyRecord): void {
    if (unit.changes.length === 0 && answer === undefined) return;
    this.journal?.append({ puts: unit.changes, ...(answer === undefined ? {} : { answer }) });
    const events = unit.changes.filter(
      ({ kind, value }) => kind === 'event' && this.find(kind, value.id) === undefined,
    );
    unit.changes.forEach((put) => this.apply(put));
    if (events.length > 0) this.eventListener(events.map(({ value }) => value));
  }

  /** The listener hears of new events after the commit that brought them. */
  onEvents(listener: (events: readonly Resource[]) => void): void {
    this.eventListener = listener;
  }

  /** Takes one change as it stands, from the journal or a commit. */
  apply(put: Put): void {
    this.kindMap(put.kind).set(put.value.id, { row: put.row, value: put.value });
    if (put.kind === 'invoice') this.invoiced.add(put.value.customer_id);
    this.lastRow = Math.max(this.lastRow, put.row);
  }

  clear(): void {
    KINDS.forEach((kind) => this.kinds.set(kind, new Map()));
    this.invoiced.clear();
    this.lastRow = FIRST_ROW - 1;
  }

  private kindMap(kind: Kind): Map<string, StoredRow> {
    return this.kinds.get(kind) as Map<string, StoredRow>;
  }
}
