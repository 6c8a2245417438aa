import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Change, JournalLine } from './change.js';
import { Company } from './company.js';
import type { CompanyOptions } from './company-options.js';
import { Journal } from './journal.js';
import type { LoggedException } from './stored.js';

/** All companies and the exception log; with a folder they outlive the process. */
export class Ledger {
  readonly companies: readonly Company[];
  private readonly exceptions = new Map<string, LoggedException>();
  private readonly journal: Journal<JournalLine> | undefined;

  constructor(
    options: readonly CompanyOptions[],
    private readonly clock: () => number,
    dataDir: string | undefined,
  ) {
    this.companies = options.map((one) => new Company(one, clock));
    this.journal = dataDir === undefined ? undefined : new Journal<JournalLine>(join(dataDir, 'gp.jsonl'));
    this.journal?.read().forEach((line) => this.replay(line));
  }

  company(id: number): Company | undefined {
    return this.companies.find((company) => company.id === id);
  }

  commit(company: Company, changes: readonly Change[]): void {
    this.journal?.append({ company: company.id, changes });
    changes.forEach((change) => company.apply(change));
  }

  /** Writes an entry of the exception log; answers its id. */
  log(entry: Omit<LoggedException, 'id' | 'at'>): string {
    const exception = { id: randomUUID(), at: new Date(this.clock()).toISOString(), ...entry };
    this.journal?.append({ exception });
    this.exceptions.set(exception.id, exception);
    return exception.id;
  }

  exception(id: string): LoggedException | undefined {
    return this.exceptions.get(id.toLowerCase());
  }

  allExceptions(): LoggedException[] {
    return [...this.exceptions.values()];
  }

  reset(): void {
    this.journal?.clear();
    this.exceptions.clear();
    this.companies.forEach((company) => company.clear());
  }

  close(): void {
    this.journal?.close();
  }

  private replay(line: JournalLine): void {
    if ('exception' in line) {
      this.exceptions.set(line.exception.id, line.exception);
      return;
    }
    line.changes.forEach((change) => this.company(line.company)?.apply(change));
  }
}
