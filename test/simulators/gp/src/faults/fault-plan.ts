/** How a fault ends a call, and whether the call is carried out before it. */
const FAULTS = {
  /** The connection breaks and nothing was done. */
  'reset-before-apply': { applied: false },
  /** Everything was done, then the connection breaks without an answer. */
  'reset-after-apply': { applied: true },
  /** Accepted, never done, never answered. */
  hang: { applied: false },
  /** Everything was done, and never answered. */
  'hang-after-apply': { applied: true },
  /** Everything was done; the connection breaks in the middle of the answer. */
  truncated: { applied: true },
  /** Answered as usual after `delayMs`. */
  slow: { applied: true },
  /** Answered as usual, then the connection is closed. */
  'close-after-answer': { applied: true },
  /** 401 in the middle of an authenticated connection, which is anonymous again. */
  unauthorized: { applied: false },
  /** A validation fault with `message`. */
  validation: { applied: false },
  /** A system fault, whose text shows nothing of its cause. */
  system: { applied: false },
  'system-after-apply': { applied: true },
  /** The texts of SQL Server, in the exception log or (`as: system`) in the fault itself. */
  deadlock: { applied: false },
  timeout: { applied: false },
  'timeout-after-apply': { applied: true },
  'batch-locked': { applied: false },
  /** 503 of http.sys: the application pool is stopped. */
  '503': { applied: false },
  /** ASP.NET's error page, 500. */
  html: { applied: false },
  'html-200': { applied: false },
  /** 200 and no XML. */
  garbled: { applied: false },
  'garbled-after-apply': { applied: true },
} as const satisfies Record<string, { applied: boolean }>;

export type FaultName = keyof typeof FAULTS;

/** Which calls meet a fault. */
export interface FaultPlan {
  /** An operation, a beginning of names such as `Create*`, or `*`. */
  operation: string;
  fault: FaultName;
  /** Each n-th matching call; 1 when absent. */
  every?: number;
  /** At most this many times; without end when absent. */
  times?: number;
  /** Chance of each matching call, 0 to 1; instead of `every`. */
  probability?: number;
  /** Makes the chances repeatable; 1 when absent. */
  seed?: number;
  /** Milliseconds to wait before the call is carried out. */
  delayMs?: number;
  /** Text of a validation or system fault. */
  message?: string;
  /** Whether a deadlock, time-out or locked batch shows as validation fault (standard) or as system fault with the text. */
  as?: 'validation' | 'system';
}

export function isApplied(fault: FaultName): boolean {
  return FAULTS[fault].applied;
}

/** @throws Error naming what is wrong with a plan */
export function assertFaultPlan(plan: FaultPlan): void {
  if (typeof plan.operation !== 'string' || plan.operation === '') throw new Error('operation is missing');
  if (!Object.hasOwn(FAULTS, plan.fault)) throw new Error(`fault is one of ${Object.keys(FAULTS).join(', ')}`);
  for (const name of ['every', 'times'] as const) {
    const value = plan[name];
    if (value !== undefined && !(Number.isInteger(value) && value > 0))
      throw new Error(`${name} is a whole number above 0`);
  }
  const { probability, delayMs, message, as } = plan;
  if (probability !== undefined && !(probability >= 0 && probability <= 1)) throw new Error('probability is 0 to 1');
  if (delayMs !== undefined && !(delayMs >= 0)) throw new Error('delayMs is a number of milliseconds');
  if (message !== undefined && typeof message !== 'string') throw new Error('message is a text');
  if (as !== undefined && as !== 'validation' && as !== 'system') throw new Error('as is validation or system');
}
