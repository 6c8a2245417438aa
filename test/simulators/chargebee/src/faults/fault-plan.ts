import { apiError } from '../errors/api-error.js';
import { internalError, lockTimeout, requestLimitExceeded, unavailable } from '../errors/request-errors.js';
import { errorAnswer, htmlAnswer, type Outcome } from '../http/answer.js';

/** How a fault ends a request, and whether the write is carried out before it. */
interface FaultBehaviour {
  applied: boolean;
  end: Outcome | 'cut-short' | 'as-usual';
}

const BEHAVIOURS = {
  /** The connection breaks and nothing was done. */
  reset: { applied: false, end: { kind: 'reset' } },
  /** Everything was done, then the connection breaks without an answer. */
  'reset-after-apply': { applied: true, end: { kind: 'reset' } },
  /** Accepted, never done, never answered. */
  hang: { applied: false, end: { kind: 'hang' } },
  /** Everything was done, and never answered. */
  'hang-after-apply': { applied: true, end: { kind: 'hang' } },
  /** Everything was done; the connection breaks in the middle of the answer. */
  truncated: { applied: true, end: 'cut-short' },
  '500': { applied: false, end: { kind: 'answer', answer: errorAnswer(internalError()) } },
  '500-after-apply': { applied: true, end: { kind: 'answer', answer: errorAnswer(internalError()) } },
  '503': { applied: false, end: { kind: 'answer', answer: errorAnswer(unavailable('internal_temporary_error')) } },
  '429': { applied: false, end: { kind: 'answer', answer: errorAnswer(requestLimitExceeded(1)) } },
  '429-without-retry-after': { applied: false, end: { kind: 'answer', answer: errorAnswer(requestLimitExceeded()) } },
  'lock-timeout': { applied: false, end: { kind: 'answer', answer: errorAnswer(lockTimeout()) } },
  /** A gateway's page instead of JSON. */
  html: { applied: false, end: { kind: 'answer', answer: htmlAnswer(502, 'Bad Gateway') } },
  /** A page with status 200, as from a captive portal or a login page. */
  'html-200': { applied: false, end: { kind: 'answer', answer: htmlAnswer(200, 'Sign in') } },
  /** A gateway gave up waiting; the write was not done. */
  timeout: { applied: false, end: { kind: 'answer', answer: htmlAnswer(504, 'Gateway Time-out') } },
  /** A gateway gave up waiting; the write was done all the same. */
  'timeout-after-apply': { applied: true, end: { kind: 'answer', answer: htmlAnswer(504, 'Gateway Time-out') } },
  /** The feature was switched off for the site. */
  restricted: {
    applied: false,
    end: {
      kind: 'answer',
      answer: errorAnswer(
        apiError({
          status: 400,
          type: 'invalid_request',
          code: 'configuration_incompatible',
          legacyCode: 'api_restricted',
          text: 'This operation is not enabled for the site',
        }),
      ),
    },
  },
  /** Answered as usual after `delayMs`. */
  slow: { applied: true, end: 'as-usual' },
} as const satisfies Record<string, FaultBehaviour>;

export type FaultName = keyof typeof BEHAVIOURS;

/** Which requests meet a fault. */
export interface FaultPlan {
  /** Name of an operation such as `import_invoice`, `POST` or `GET` for all of a method, or `*`. */
  operation: string;
  fault: FaultName;
  /** Each n-th matching request; 1 when absent. */
  every?: number;
  /** At most this many times; without end when absent. */
  times?: number;
  /** Milliseconds to wait before the request is carried out. */
  delayMs?: number;
  /** `Retry-After` of the answer, as it stands: seconds, a date, or what no client understands. */
  retryAfter?: string;
  /** Only this site. */
  site?: string;
}

export function behaviourOf(fault: FaultName): FaultBehaviour {
  return BEHAVIOURS[fault];
}

/** @throws Error naming what is wrong with a plan */
export function assertFaultPlan(plan: FaultPlan): void {
  if (typeof plan.operation !== 'string' || plan.operation === '') throw new Error('operation is missing');
  if (!Object.hasOwn(BEHAVIOURS, plan.fault)) throw new Error(`fault is one of ${Object.keys(BEHAVIOURS).join(', ')}`);
  for (const name of ['every', 'times'] as const) {
    const value = plan[name];
    if (value !== undefined && !(Number.isInteger(value) && value > 0))
      throw new Error(`${name} is a whole number above 0`);
  }
  if (plan.retryAfter !== undefined && typeof plan.retryAfter !== 'string') throw new Error('retryAfter is a text');
  if (plan.delayMs !== undefined && !(plan.delayMs >= 0)) throw new Error('delayMs is a number of milliseconds');
}
