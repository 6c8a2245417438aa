/** Behaviours that tests change while the simulator runs; what is unverified of the original is one of them. */
export interface Switches {
  // schema
  orderEnforced: 'reject' | 'drop-silently';
  nilRequired: boolean;
  /** Longest number of a receivables document: 15, 17 or 20. */
  documentNumberLength: number;
  /** Texts longer than their column; ids are always refused. */
  overlongText: 'truncate' | 'reject';
  codePage: 'windows-1252' | 'unicode';

  // policies
  distributions: 'automatic' | 'provided';
  /** What the policy puts before each batch id; empty is no prefix. */
  batchPrefix: string;
  /** A policy sent with its key alone. */
  keyOnlyPolicy: 'refuse' | 'accept';
  /** A policy whose behaviours are not those in force. */
  changedPolicy: 'refuse' | 'ignore';

  // business rules
  /** Where a number must be new: among documents of its type, or among all receivables documents. */
  duplicateScope: 'type' | 'receivables';
  inactiveCustomer: 'refuse' | 'accept';
  onHoldCustomer: 'refuse' | 'accept';
  /** An amount of tax needs tax details. */
  taxDetailsRequired: boolean;
  /** Percent of sales that GP reckons as tax when no amount of tax is sent. */
  scheduleTaxPercent: string;
  /** Documents up to this day (yyyy-mm-dd) are refused by their posting date; null refuses none. */
  closedThrough: string | null;
  missingBatch: 'create' | 'refuse';
  /** A batch id that already stands for the other origin. */
  otherOriginBatch: 'refuse' | 'accept';
  /** Ids of batches a user edits or posts. */
  lockedBatches: readonly string[];
  /** Without exchange tables a foreign currency needs its rate and date. */
  exchangeTables: boolean;
  /** A payment card receipt must name the card type. */
  cardTypeRequired: boolean;

  // security
  /** Numbers or customer ids that GetByKey does not show, `*` for all; case does not count. */
  filteredIds: readonly string[];
  filteredInLists: boolean;
  /** Operations outside the endpoint's optimized interface. */
  disabledOperations: readonly string[];
  /** Whether the NTLM challenge carries the time, which makes a MIC necessary. */
  ntlmTimestamp: boolean;
  /** A type 1 message that comes with a body. */
  typeOneBody: 'refuse' | 'accept';
  /** Extended protection: over TLS the client must send the hash of the server's certificate. */
  channelBinding: 'ignore' | 'require';
  /** Each answered request ends the authentication of its socket (IIS authPersistSingleRequest). */
  authenticateEachRequest: boolean;
  /** Each answer closes its connection. */
  closeAfterAnswer: boolean;

  // answers
  /** Where the log id stands in a fault's detail. */
  messageNesting: 'plain' | 'namespaced' | 'nested' | 'bare-text';
  validationFaultText: string;
  notFoundText: string;
  systemFaultText: string;
  /** `econnect` puts `Error Number = …  Stored Procedure …` before a validation message. */
  messageStyle: 'plain' | 'econnect';
  /** Rows a list answers at most; null is no limit. */
  listLimit: number | null;
  /** Each call takes at least this long. */
  latencyMs: number;
}

export const DEFAULT_SWITCHES: Switches = {
  orderEnforced: 'reject',
  nilRequired: true,
  documentNumberLength: 17,
  overlongText: 'reject',
  codePage: 'windows-1252',
  distributions: 'automatic',
  batchPrefix: '',
  keyOnlyPolicy: 'refuse',
  changedPolicy: 'refuse',
  duplicateScope: 'type',
  inactiveCustomer: 'refuse',
  onHoldCustomer: 'accept',
  taxDetailsRequired: false,
  scheduleTaxPercent: '7',
  closedThrough: null,
  missingBatch: 'create',
  otherOriginBatch: 'refuse',
  lockedBatches: [],
  exchangeTables: true,
  cardTypeRequired: false,
  filteredIds: [],
  filteredInLists: false,
  disabledOperations: [],
  ntlmTimestamp: true,
  typeOneBody: 'refuse',
  channelBinding: 'ignore',
  authenticateEachRequest: false,
  closeAfterAnswer: false,
  messageNesting: 'plain',
  validationFaultText: 'A validation exception has occurred.',
  notFoundText: 'Business object not found.',
  systemFaultText:
    'The application encountered an unhandled system exception.  Contact your system administrator for details.',
  messageStyle: 'plain',
  listLimit: null,
  latencyMs: 0,
};

const CHOICES: { readonly [K in keyof Switches]?: readonly Switches[K][] } = {
  orderEnforced: ['reject', 'drop-silently'],
  overlongText: ['truncate', 'reject'],
  codePage: ['windows-1252', 'unicode'],
  distributions: ['automatic', 'provided'],
  keyOnlyPolicy: ['refuse', 'accept'],
  changedPolicy: ['refuse', 'ignore'],
  duplicateScope: ['type', 'receivables'],
  inactiveCustomer: ['refuse', 'accept'],
  onHoldCustomer: ['refuse', 'accept'],
  missingBatch: ['create', 'refuse'],
  otherOriginBatch: ['refuse', 'accept'],
  typeOneBody: ['refuse', 'accept'],
  channelBinding: ['ignore', 'require'],
  messageNesting: ['plain', 'namespaced', 'nested', 'bare-text'],
  messageStyle: ['plain', 'econnect'],
};

/** @throws Error naming a switch or value that is not known */
export function changeSwitches(current: Switches, change: Partial<Switches>): Switches {
  for (const [name, value] of Object.entries(change)) {
    if (!Object.hasOwn(DEFAULT_SWITCHES, name)) throw new Error(`no switch is named ${name}`);
    assertValue(name as keyof Switches, value);
  }
  return { ...current, ...change };
}

function assertValue(name: keyof Switches, value: unknown): void {
  const choices = CHOICES[name] as readonly unknown[] | undefined;
  if (choices !== undefined && !choices.includes(value)) throw new Error(`${name} is one of ${choices.join(', ')}`);
  if (name === 'closedThrough' && (value === null || isDay(value))) return;
  if (name === 'listLimit' && (value === null || isCount(value))) return;
  const standard = DEFAULT_SWITCHES[name];
  if (name === 'closedThrough') throw new Error('closedThrough is a day (yyyy-mm-dd) or null');
  if (Array.isArray(standard)) {
    if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return;
    throw new Error(`${name} is a list of texts`);
  }
  if (name === 'listLimit' || typeof standard === 'number') {
    if (!isCount(value)) throw new Error(`${name} is a whole number`);
    return;
  }
  if (typeof value !== typeof standard) throw new Error(`${name} is a ${typeof standard}`);
}

function isDay(value: unknown): boolean {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value);
}

function isCount(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 0;
}
