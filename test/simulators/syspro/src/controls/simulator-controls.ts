import type { FaultQueue } from '../http/fault-queue.js';
import type { LoggedRequest, RequestLog } from '../http/request-log.js';
import type { MoneySemantics } from '../seed/document-spec.js';
import { summarise, type CompanySummary, type SeedExpectations } from '../seed/expectations.js';
import { checkSwitches, DEFAULT_SWITCHES, type Switches } from '../switches.js';
import type { Company, Edit } from '../tables/company.js';
import type { Row } from '../tables/row.js';
import { NO_BOUNDS } from '../tables/table.js';
import { DocumentControls, type DocumentReference, type PaymentReference } from './document-controls.js';
import { EditSchedule, type ScheduledEdits } from './scheduled-edits.js';
import type { InvoiceChange, NewInvoice } from './new-invoice.js';
import type { NewPayment } from './new-payment.js';

interface Parts {
  company: Company;
  semantics: MoneySemantics;
  faults: FaultQueue;
  log: RequestLog;
  expectations: () => SeedExpectations;
  switchesChanged: (changes: Partial<Switches>) => void;
}

/** Everything a test or the sandbox does to the simulated company and service; the control endpoints offer the same. */
export class SimulatorControls {
  readonly schedule: EditSchedule;
  private readonly documents: DocumentControls;
  private current: Switches = DEFAULT_SWITCHES;

  constructor(private readonly parts: Parts) {
    this.documents = new DocumentControls(parts.company, parts.semantics);
    this.schedule = new EditSchedule(parts.company);
  }

  get switches(): Switches {
    return this.current;
  }

  /** @throws SwitchError for an unknown name or a value of the wrong kind. */
  setSwitches(changes: Partial<Switches>): Switches {
    const checked = checkSwitches(changes);
    this.current = { ...this.current, ...checked };
    if (checked.faults !== undefined) this.parts.faults.arm(checked.faults);
    this.parts.switchesChanged(checked);
    return this.current;
  }

  /** Rows as kept: text unpadded, decimals as text, dates as YYYY-MM-DD. `where` compares text exactly, after trimming. */
  rows(table: string, where: Record<string, string> = {}): Row[] {
    const wanted = Object.entries(where);
    return [...this.parts.company.table(table).scan(NO_BOUNDS)].filter((row) =>
      wanted.every(([name, value]) => (row[name] ?? '').trim() === value.trim()),
    );
  }

  /** All edits or none. @throws RowError */
  edit(...edits: Edit[]): Row[] {
    return this.parts.company.edit(edits);
  }

  insert(table: string, values: Record<string, unknown>): Row[] {
    return this.edit({ op: 'insert', table, values });
  }

  patch(table: string, key: Record<string, unknown>, changes: Record<string, unknown>): Row[] {
    return this.edit({ op: 'patch', table, key, changes });
  }

  remove(table: string, key: Record<string, unknown>): void {
    this.edit({ op: 'remove', table, key });
  }

  addInvoice(input: NewInvoice): DocumentReference {
    return this.documents.addInvoice(input);
  }

  completeInvoice(reference: DocumentReference): void {
    this.documents.completeInvoice(reference);
  }

  changeInvoice(change: InvoiceChange): void {
    this.documents.changeInvoice(change);
  }

  addPayment(input: NewPayment): PaymentReference {
    return this.documents.addPayment(input);
  }

  renameCustomer(from: string, to: string): void {
    this.documents.renameCustomer(from, to);
  }

  /** Edits that happen after so many answers: rows move while a client pages. */
  scheduleEdits(plan: ScheduledEdits): void {
    this.schedule.add(plan);
  }

  requests(since = 0): readonly LoggedRequest[] {
    return this.parts.log.since(since);
  }

  clearRequests(): void {
    this.parts.log.clear();
  }

  summary(): CompanySummary {
    return summarise(this.parts.company);
  }

  /** Of the seed, before any edit. */
  expectations(): SeedExpectations {
    return this.parts.expectations();
  }
}
