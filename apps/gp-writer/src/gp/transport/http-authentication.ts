import type { GpFailure } from '../gp.errors.js';
import type { HttpAnswer, HttpPost, PinnedSocket } from './pinned-socket.js';

/** A request and what a failure of it is reported under. */
export interface AuthenticatedPost {
  readonly request: HttpPost;
  readonly failure: GpFailure;
  readonly signal: AbortSignal;
}

/** How a request shows who sends it. */
export interface HttpAuthentication {
  /**
   * The answer to the request, a 401 too.
   * @throws GpError when authentication failed before the request was sent; else what the socket throws
   */
  post(socket: PinnedSocket, post: AuthenticatedPost): Promise<HttpAnswer>;
}

/** The request with an authorization. */
export function authorized(request: HttpPost, authorization: string): HttpPost {
  return { ...request, headers: { ...request.headers, authorization } };
}
