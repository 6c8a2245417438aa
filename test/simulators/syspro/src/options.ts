import type { GeneratedOptions } from './generated/document-grid.js';
import type { Operator } from './http/basic-auth.js';
import { DEFAULT_SEMANTICS, type MoneySemantics } from './seed/document-spec.js';
import type { Switches } from './switches.js';

export interface SeedOptions extends Partial<MoneySemantics> {
  /** Customers, traps included. Default 220. */
  customers?: number;
  /** Ordinary invoices and debit notes. Default 1100; credit notes and traps come on top. */
  invoices?: number;
  /** Start of the generator. Default 1. */
  random?: number;
  /** A company made on the fly, without traps, in place of the seeded one. */
  generated?: GeneratedOptions;
}

export interface SysproSimulatorOptions {
  /** Default 0: any free port. */
  port?: number;
  /** Default 127.0.0.1. */
  host?: string;
  /** Company segment of the service root. Default `A`. */
  company?: string;
  /** Default: {@link DEFAULT_OPERATOR}, who may read everything. */
  operators?: readonly Operator[];
  seed?: SeedOptions;
  switches?: Partial<Switches>;
  /** Keeps edits here across restarts; made when missing. */
  dataDirectory?: string;
}

export const DEFAULT_OPERATOR: Operator = { username: 'ODATA', password: 'simulator-odata' };

export interface FullSeedOptions extends MoneySemantics {
  customers: number;
  invoices: number;
  random: number;
  generated?: GeneratedOptions;
}

export function completeSeed(seed: SeedOptions = {}): FullSeedOptions {
  return { customers: 220, invoices: 1100, random: 1, ...DEFAULT_SEMANTICS, ...seed };
}
