import { GpError, type GpFailure } from '../gp.errors.js';
import { NtlmHandshake } from '../ntlm/ntlm-handshake.js';
import type { NtlmCredentials } from '../ntlm/ntlm-v2.js';
import { authorized, type AuthenticatedPost, type HttpAuthentication } from './http-authentication.js';
import type { HttpAnswer, PinnedSocket } from './pinned-socket.js';
import { handshakeFailure } from './transport-failure.js';

const DENIED = new Set([401, 403]);
/** Also where it stands beside Negotiate, in one header or in one of several. */
const NTLM_OFFER = /(?:^|,)\s*NTLM(?:\s+([A-Za-z0-9+/]+=*))?\s*(?=,|$)/i;

/**
 * NTLM over HTTP: the TCP connection is what is authenticated, once. The first message goes out with an empty body, the
 * last one with the request itself, so the request never leaves on a connection that is not authenticated.
 * @see https://learn.microsoft.com/openspecs/windows_protocols/ms-ntht/
 */
export class NtlmAuthentication implements HttpAuthentication {
  private readonly servicePrincipalName: string;

  constructor(
    private readonly credentials: NtlmCredentials,
    hostname: string,
  ) {
    this.servicePrincipalName = `HTTP/${hostname}`;
  }

  async post(socket: PinnedSocket, post: AuthenticatedPost): Promise<HttpAnswer> {
    const { request, signal } = post;
    if (socket.isAuthenticated) return socket.post(request, signal);
    const token = await this.negotiated(socket, post);
    const answer = await socket.post(authorized(request, `NTLM ${token}`), signal);
    socket.isAuthenticated = answer.status !== 401;
    return answer;
  }

  private async negotiated(socket: PinnedSocket, { request, failure, signal }: AuthenticatedPost): Promise<string> {
    const handshake = new NtlmHandshake(this.credentials);
    const { path, headers } = authorized(request, `NTLM ${handshake.firstToken}`);
    try {
      const challenge = challengeOf(await socket.post({ path, headers }, signal), failure);
      const { servicePrincipalName } = this;
      return handshake.answer(challenge, { servicePrincipalName, channelBindings: socket.channelBindings });
    } catch (error) {
      throw error instanceof GpError ? error : handshakeFailure(error, failure);
    }
  }
}

function challengeOf({ status, headers }: HttpAnswer, failure: GpFailure): string {
  const failed = { ...failure, httpStatus: status };
  const offers = [headers['www-authenticate'] ?? []].flat();
  const offer = offers.map((header) => NTLM_OFFER.exec(header)).find((match) => match !== null);
  if (status === 401 && offer?.[1] !== undefined) return offer[1];
  if (DENIED.has(status)) {
    const what = offer === undefined ? 'the endpoint does not offer NTLM' : 'the endpoint does not go on with NTLM';
    throw new GpError('GP_ACCESS_DENIED', `HTTP ${status}: ${what}`, failed);
  }
  if (status >= 300 && status < 400) {
    throw new GpError('GP_UNEXPECTED_ANSWER', `HTTP ${status}: the endpoint is elsewhere`, failed);
  }
  throw new GpError('GP_UNREACHABLE', `HTTP ${status} in the place of an NTLM challenge`, failed);
}
