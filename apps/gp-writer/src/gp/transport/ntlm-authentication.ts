import { setTimeout as delay } from 'node:timers/promises';
import { GpError, type GpFailure } from '../gp.errors.js';
import { NtlmHandshake } from '../ntlm/ntlm-handshake.js';
import type { NtlmCredentials } from '../ntlm/ntlm-v2.js';
import { authorized, type AuthenticatedPost, type HttpAuthentication } from './http-authentication.js';
import type { HttpAnswer, PinnedSocket } from './pinned-socket.js';
import { handshakeFailure } from './transport-failure.js';

const DENIED = new Set([401, 403]);
/** A refused logon is answered sooner; a call that takes longer than this does not hold up the others. */
const LONGEST_PROOF_MS = 5_000;
/** How long a logon that went well proves the password: somebody may change it, and all sockets may be lost at once. */
const PROOF_LASTS_MS = 30_000;
/** Also where it stands beside Negotiate, in one header or in one of several. */
const NTLM_OFFER = /(?:^|,)\s*NTLM(?:\s+([A-Za-z0-9+/]+=*))?\s*(?=,|$)/i;

/**
 * NTLM over HTTP: the TCP connection is what is authenticated, once. The first message goes out with an empty body, the
 * last one with the request itself, so the request never leaves on a connection that is not authenticated.
 * @see https://learn.microsoft.com/openspecs/windows_protocols/ms-ntht/
 */
export class NtlmAuthentication implements HttpAuthentication {
  private readonly servicePrincipalName: string;
  private provenAt = Number.NEGATIVE_INFINITY;
  private proof: Promise<HttpAnswer> | undefined;

  constructor(
    private readonly credentials: NtlmCredentials,
    hostname: string,
  ) {
    this.servicePrincipalName = `HTTP/${hostname}`;
  }

  /** The password is right: the last logon went well, not long ago. */
  private get isProven(): boolean {
    return performance.now() - this.provenAt < PROOF_LASTS_MS;
  }

  /**
   * While nobody knows whether the password is right, one logon at a time: a wrong one tried on all sockets at once
   * would lock the account. Those that waited share the refusal.
   */
  async post(socket: PinnedSocket, post: AuthenticatedPost): Promise<HttpAnswer> {
    if (socket.isAuthenticated) return socket.post(post.request, post.signal);
    while (!this.isProven && this.proof !== undefined) {
      const outcome = await outcomeOf(this.proof);
      if (outcome === 'unknown') break;
      if (outcome !== 'failed' && outcome.status === 401) return outcome;
    }
    return this.proving(this.loggedOn(socket, post));
  }

  private async proving(logon: Promise<HttpAnswer>): Promise<HttpAnswer> {
    if (!this.isProven) this.proof = logon;
    try {
      const answer = await logon;
      this.provenAt = answer.status === 401 ? Number.NEGATIVE_INFINITY : performance.now();
      return answer;
    } finally {
      if (this.proof === logon) this.proof = undefined;
    }
  }

  private async loggedOn(socket: PinnedSocket, post: AuthenticatedPost): Promise<HttpAnswer> {
    const token = await this.negotiated(socket, post);
    const answer = await socket.post(authorized(post.request, `NTLM ${token}`), post.signal);
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

async function outcomeOf(proof: Promise<HttpAnswer>): Promise<HttpAnswer | 'failed' | 'unknown'> {
  const giveUp = new AbortController();
  const unknown = delay(LONGEST_PROOF_MS, 'unknown' as const, { signal: giveUp.signal, ref: false });
  try {
    return await Promise.race([proof.catch(() => 'failed' as const), unknown]);
  } finally {
    giveUp.abort();
    unknown.catch(() => undefined);
  }
}
