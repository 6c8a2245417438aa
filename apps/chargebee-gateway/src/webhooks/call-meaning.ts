import { classifyError } from '../chargebee/error-classifier.js';
import type { CallFailure } from '../chargebee/chargebee.errors.js';

/**
 * What a failed read says. `site`: nothing can be read now, or we may not; nothing of it is one event's fault.
 * `refused`: this question is not answered, as it is. `passing`: this one failed, others may go well.
 */
export type CallMeaning = 'site' | 'refused' | 'passing';

export function meaningOf(error: unknown): CallMeaning {
  const { code, failure } = error as { code?: unknown; failure?: CallFailure };
  const verdict = classifyError(error);
  if (code === 'LEASE_LOST' || verdict.kind === 'target-down') return 'site';
  if (verdict.kind === 'permanent') return verdict.scope === 'connection' ? 'site' : 'refused';
  const isSiteLimit = failure?.apiErrorCode === undefined || failure.apiErrorCode === 'api_request_limit_exceeded';
  return failure?.httpStatus === 429 && isSiteLimit ? 'site' : 'passing';
}
