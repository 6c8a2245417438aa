import type { CompanyData } from '../company/company-options.js';
import type { Company } from '../company/company.js';
import { normalId } from '../company/ids.js';
import type { Ledger } from '../company/ledger.js';
import type { DocumentKind, LoggedException, StoredCustomer, StoredDocument } from '../company/stored.js';
import type { FaultBook } from '../faults/fault-book.js';
import type { FaultPlan } from '../faults/fault-plan.js';
import type { AuthenticationCounts, AuthenticationGate } from '../http/authentication-gate.js';
import type { LogEntry, RequestLog } from '../http/request-log.js';
import type { SimulatorClock } from '../simulator-clock.js';
import type { Tally } from '../soap/tally.js';
import { changeSwitches, type Switches } from '../switches.js';
import { summarize, type CompanySummary } from './summary.js';

export interface Summary {
  /** By company id. */
  companies: Record<string, CompanySummary>;
  /** Requests by operation and outcome, such as `CreateCashReceipt ok`. */
  requests: Record<string, number>;
  schemaViolations: { count: number; reasons: Record<string, number> };
  /** Validation faults by message, planned ones too. */
  validationFaults: Record<string, number>;
  /** What GP did without a word: `distributions-ignored`, `tax-calculated`. */
  silent: Record<string, number>;
  authentication: AuthenticationCounts & { sockets: number };
  /** Most authenticated calls under way at a time. */
  maxConcurrent: number;
}

interface Parts {
  ledger: Ledger;
  faults: FaultBook;
  log: RequestLog;
  tally: Tally;
  gate: AuthenticationGate;
  switches: Switches;
  clock: SimulatorClock;
  server: { goDown(): Promise<void>; goUp(): Promise<void>; readonly connections: number };
}

/** What tests do to a running simulator behind the service's back. A company may be left out: the first is meant. */
export class SimulatorControls {
  private current: Switches;

  constructor(private readonly parts: Parts) {
    this.current = parts.switches;
  }

  get switches(): Switches {
    return this.current;
  }

  /** @throws Error naming a switch or value that is not known */
  set(change: Partial<Switches>): Switches {
    this.current = changeSwitches(this.current, change);
    return this.current;
  }

  /** Requests so far, oldest first; the latest 5,000 at least. */
  requests(filter?: { operation?: string; outcome?: string; after?: number }): readonly LogEntry[] {
    return this.parts.log.list(filter);
  }

  summary(): Summary {
    const { ledger, log, tally, gate, server } = this.parts;
    return {
      companies: Object.fromEntries(ledger.companies.map((company) => [String(company.id), summarize(company)])),
      requests: log.totals(),
      schemaViolations: tally.schemaViolations(),
      validationFaults: tally.validationFaults(),
      silent: tally.silent(),
      authentication: { sockets: server.connections, ...gate.counts },
      maxConcurrent: log.maxConcurrent,
    };
  }

  /** Documents in order of creation. */
  documents(filter: { kind?: DocumentKind; company?: number } = {}): StoredDocument[] {
    const found = this.company(filter.company).allDocuments();
    return filter.kind === undefined ? found : found.filter(({ kind }) => kind === filter.kind);
  }

  customers(company?: number): StoredCustomer[] {
    return this.company(company).allCustomers();
  }

  exceptions(): LoggedException[] {
    return this.parts.ledger.allExceptions();
  }

  /** Adds to a company's set-up: currencies, accounts, checkbooks, classes, tax details, customers, … */
  addData(data: Partial<CompanyData>, company?: number): void {
    this.parts.ledger.commit(this.company(company), [{ kind: 'company-data', value: data }]);
  }

  /**
   * A user posts a batch: its documents are Open, and the batch is gone.
   * @returns how many documents were posted
   */
  post(batchId: string, company?: number): number {
    const held = this.company(company).inBatch(normalId(batchId));
    const at = new Date(this.now()).toISOString().slice(0, 19);
    this.change(
      held,
      company,
      (value) => ({ ...value, TransactionState: 'Open', PostedDate: at, PostedBy: 'sa' }),
      'Open',
    );
    return held.length;
  }

  /** A user voids a document. @throws Error when there is none */
  void(kind: DocumentKind, id: string, company?: number): void {
    const found = this.company(company).document(kind, id);
    if (found === undefined) throw new Error(`no ${kind} is numbered ${id}`);
    const at = new Date(this.now()).toISOString().slice(0, 19);
    const value = { ...found.value, IsVoided: 'true', VoidDate: at };
    this.parts.ledger.commit(this.company(company), [{ kind: 'document', value: { ...found, voided: true, value } }]);
  }

  fault(plan: FaultPlan): void {
    this.parts.faults.add(plan);
  }

  faults(): ReturnType<FaultBook['list']> {
    return this.parts.faults.list();
  }

  clearFaults(): void {
    this.parts.faults.clear();
  }

  /** Every connection must authenticate again. */
  deauthenticate(): void {
    this.parts.gate.forgetAll();
  }

  /** Refuses connections, and drops those there are, until `goUp`. */
  goDown(): Promise<void> {
    return this.parts.server.goDown();
  }

  goUp(): Promise<void> {
    return this.parts.server.goUp();
  }

  /** Moves this simulator's clock forward. */
  advanceClock(milliseconds: number): void {
    this.parts.clock.advance(milliseconds);
  }

  /** Milliseconds since 1970 as this simulator sees them. */
  now(): number {
    return this.parts.clock.now();
  }

  /** Forgets documents, customers, added data, the exception log, requests, counts and faults; switches stay. */
  reset(): void {
    const { ledger, log, faults, tally, gate } = this.parts;
    ledger.reset();
    log.clear();
    faults.clear();
    tally.clear();
    gate.clearCounts();
  }

  private change(
    held: readonly StoredDocument[],
    company: number | undefined,
    next: (value: StoredDocument['value']) => StoredDocument['value'],
    state: StoredDocument['state'],
  ): void {
    const changes = held.map((one) => ({
      kind: 'document' as const,
      value: { ...one, state, value: next(one.value) },
    }));
    this.parts.ledger.commit(this.company(company), changes);
  }

  private company(id: number | undefined): Company {
    const found = id === undefined ? this.parts.ledger.companies[0] : this.parts.ledger.company(id);
    if (found === undefined) throw new Error(`no company has the id ${id}`);
    return found;
  }
}
