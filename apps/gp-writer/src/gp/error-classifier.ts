import { isBridgeError, type FailureClass, type SafeDetails } from '@ledgerbridge/contracts';
import type { Classification, FailureScope } from '@ledgerbridge/eventing';
import type { FaultSettings } from './connection-settings.js';
import { knownFault, type KnownFault } from './fault-texts.js';
import type { GpErrorCode, GpFailure } from './gp.errors.js';

interface CallError {
  readonly code: GpErrorCode;
  readonly message: string;
  readonly failure: GpFailure;
}

type Verdict = Pick<KnownFault, 'code' | 'meaning'>;

/**
 * When several messages came together: what will never pass goes before what may; a taken number goes before all, for
 * it says that something is there.
 */
const PRECEDENCE: readonly Verdict['meaning'][] = [
  'duplicate',
  'access-denied',
  'configuration',
  'data',
  'rejected',
  'period-closed',
  'broken-off',
  'target-down',
  'transient',
  'not-found',
];

/**
 * The one table of what a failed call to GP means: by code, then by the texts GP gave, those of the connection's
 * `faults` first. An error that no call threw is our own fault and proves nothing: in doubt.
 */
export function classifyError(error: unknown): Classification {
  if (!isCallError(error)) return { kind: 'in-doubt' };
  switch (error.code) {
    case 'LEASE_LOST':
    case 'GP_POLICY_CHANGED':
      return { kind: 'transient' };
    case 'GP_UNREACHABLE':
      return { kind: 'target-down' };
    case 'GP_ANSWER_LOST':
      return unknownFate(error.failure);
    case 'GP_ACCESS_DENIED':
    case 'GP_POLICY_MISSING':
      return permanent(error, 'configuration', error.code, 'connection');
    case 'GP_UNEXPECTED_ANSWER':
      return byStatus(error);
    case 'GP_VALIDATION':
    case 'GP_SYSTEM_FAULT':
      return byText(error);
  }
}

/** Is it how GP says that it has no object with this key? Of the reads only. */
export function isNotFound(error: unknown): boolean {
  const verdicts = verdictsOfFault(error);
  return verdicts.length > 0 && verdicts.every(({ meaning }) => meaning === 'not-found');
}

/** Is the policy that was given back not, or no longer, the one in force? */
export function isPolicyRefused(error: unknown): boolean {
  return verdictsOfFault(error).some(({ code }) => code === 'POLICY_CHANGED');
}

function verdictsOfFault(error: unknown): Verdict[] {
  const isFault = isCallError(error) && (error.code === 'GP_VALIDATION' || error.code === 'GP_SYSTEM_FAULT');
  return isFault ? verdictsOf(error.failure) : [];
}

function byText(error: CallError): Classification {
  const { failure } = error;
  const verdicts = verdictsOf(failure);
  for (const meaning of PRECEDENCE) {
    const verdict = verdicts.find((each) => each.meaning === meaning);
    if (verdict !== undefined) return classified(error, verdict);
  }
  const isRefused = error.code === 'GP_VALIDATION' && (failure.messages ?? []).some(({ isWarning }) => !isWarning);
  // warnings alone are raised as a fault too, and whether the document was created then is unverified
  return isRefused || isRead(failure) ? unknownText(error) : { kind: 'in-doubt' };
}

/** A read harms nothing when it is made again; what keeps failing is shown by its reason. */
function unknownText(error: CallError): Classification {
  return error.code === 'GP_VALIDATION' ? permanent(error, 'rejected', error.code, 'record') : { kind: 'transient' };
}

function classified(error: CallError, { code, meaning }: Verdict): Classification {
  switch (meaning) {
    case 'duplicate':
    case 'target-down':
    case 'transient':
      return { kind: meaning };
    case 'broken-off':
      return unknownFate(error.failure);
    case 'period-closed':
      return { kind: 'held', reason: code, details: detailsOf(error.failure) };
    case 'access-denied':
      return permanent(error, 'configuration', code, 'connection');
    case 'not-found':
      return permanent(error, 'data', code, 'record');
    case 'configuration':
    case 'data':
    case 'rejected':
      return permanent(error, meaning, code, 'record');
  }
}

/**
 * Each text by the connection's rules first: messages that say why, and the fault string, which is the same for all,
 * only when there are none. Of warnings the rules alone say something.
 */
function verdictsOf({ messages = [], faultString, rules = [] }: GpFailure): Verdict[] {
  const texts = messages.length > 0 ? messages : [{ text: faultString ?? '', isWarning: false }];
  return texts.flatMap(({ text, isWarning }) => {
    const ruled = ruledBy(rules, text);
    if (ruled.length > 0) return ruled;
    return isWarning ? [] : (knownFault(text) ?? []);
  });
}

function ruledBy(rules: readonly FaultSettings[], text: string): Verdict[] {
  const rule = rules.find(({ match }) => new RegExp(match, 'iu').test(text));
  if (rule === undefined) return [];
  return [{ meaning: rule.as, code: rule.as.toUpperCase().replaceAll('-', '_') }];
}

/** An answer of something before the service, or of another one at its address. */
function byStatus(error: CallError): Classification {
  const { httpStatus = 0 } = error.failure;
  if (httpStatus === 503) return { kind: 'target-down' };
  if (httpStatus === 408 || httpStatus === 429) return { kind: 'transient' };
  if (httpStatus >= 500 || (httpStatus >= 200 && httpStatus < 300)) return unknownFate(error.failure);
  return permanent(error, 'configuration', error.code, 'connection');
}

/** A read may be made again; a write must be looked for first. */
function unknownFate(failure: GpFailure): Classification {
  return { kind: isRead(failure) ? 'transient' : 'in-doubt' };
}

function isRead({ operation }: GpFailure): boolean {
  return operation.startsWith('Get');
}

function permanent(
  { message, failure }: CallError,
  failureClass: FailureClass,
  code: string,
  scope: FailureScope,
): Classification {
  return { kind: 'permanent', failureClass, code, message, details: detailsOf(failure), scope };
}

function detailsOf({ operation, httpStatus, faultString, logId, messages = [] }: GpFailure): SafeDetails {
  const properties = [...new Set(messages.flatMap(({ properties }) => properties))];
  return {
    operation,
    ...(httpStatus !== undefined && { httpStatus }),
    ...(faultString !== undefined && { faultString }),
    ...(logId !== undefined && { logId }),
    ...(messages.length > 0 && { messages: messages.map(({ text }) => text) }),
    ...(properties.length > 0 && { properties }),
  };
}

function isCallError(error: unknown): error is CallError {
  return isBridgeError(error) && typeof (error as { failure?: unknown }).failure === 'object';
}
