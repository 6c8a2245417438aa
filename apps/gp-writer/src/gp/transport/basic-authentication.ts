import type { NtlmCredentials } from '../ntlm/ntlm-v2.js';
import { authorized, type AuthenticatedPost, type HttpAuthentication } from './http-authentication.js';
import type { HttpAnswer, PinnedSocket } from './pinned-socket.js';

/** User and password with every request, without being asked; UTF-8 (what the server reads is unverified). */
export class BasicAuthentication implements HttpAuthentication {
  private readonly authorization: string;

  constructor({ domain, username, password }: NtlmCredentials) {
    const user = domain === '' ? username : `${domain}\\${username}`;
    this.authorization = `Basic ${Buffer.from(`${user}:${password}`, 'utf8').toString('base64')}`;
  }

  post(socket: PinnedSocket, { request, signal }: AuthenticatedPost): Promise<HttpAnswer> {
    return socket.post(authorized(request, this.authorization), signal);
  }
}
