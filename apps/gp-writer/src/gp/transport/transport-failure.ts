import { GpError, type GpFailure } from '../gp.errors.js';

/** What a failure below HTTP says about the call. Decided by code: errors of other realms are no `instanceof` anything. */
export function transportFailure(error: unknown, failure: GpFailure): GpError {
  if (wasNotSent(error)) return new GpError('GP_UNREACHABLE', `no connection to GP (${nameOf(error)})`, failure, error);
  const what = nameOf(error) === 'UND_ERR_RES_EXCEEDED_MAX_SIZE' ? 'the answer of GP is too long' : 'no answer of GP';
  return new GpError('GP_ANSWER_LOST', `${what} (${nameOf(error)})`, failure, error);
}

/** The handshake carries nothing of the call. */
export function handshakeFailure(error: unknown, failure: GpFailure): GpError {
  const what = wasNotSent(error) ? 'no connection to GP' : 'the NTLM handshake was not answered';
  return new GpError('GP_UNREACHABLE', `${what} (${nameOf(error)})`, failure, error);
}

/** True when surely no byte of the request left. */
export function wasNotSent(error: unknown): boolean {
  return (error as { wasSent?: unknown }).wasSent === false;
}

/** Code or name of what is at the bottom of it. */
function nameOf(error: unknown): string {
  if (wasNotSent(error)) return nameOf((error as Error).cause);
  const { code, name } = Object(error) as { code?: unknown; name?: unknown };
  return typeof code === 'string' ? code : typeof name === 'string' ? name : 'closed';
}
