import { isBridgeError } from '@ledgerbridge/contracts';
import type { CallFailure } from '../chargebee.errors.js';

/** Undefined instead of the error that says there is no such object; every other error stays one. */
export async function orUndefined<T>(found: Promise<T>): Promise<T | undefined> {
  try {
    return await found;
  } catch (error) {
    const { failure } = error as { failure?: CallFailure };
    if (isBridgeError(error) && failure?.apiErrorCode === 'resource_not_found') return undefined;
    throw error;
  }
}
