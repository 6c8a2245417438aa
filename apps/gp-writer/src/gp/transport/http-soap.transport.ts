import type { GpSettings } from '../connection-settings.js';
import { GpError, type GpFailure } from '../gp.errors.js';
import { BasicAuthentication } from './basic-authentication.js';
import { endpointUrl } from './endpoint.js';
import type { HttpAuthentication } from './http-authentication.js';
import { NtlmAuthentication } from './ntlm-authentication.js';
import type { HttpAnswer, HttpPost } from './pinned-socket.js';
import type { SoapAnswer, SoapCall, SoapTransport } from './soap-transport.port.js';
import { SocketPool } from './socket-pool.js';
import { transportFailure, wasNotSent } from './transport-failure.js';

const SECOND = 1000;
const LONGEST_CONNECT_MS = 10 * SECOND;
const NAMESPACE = 'http://schemas.microsoft.com/dynamics/gp/2006/01';
const USER_AGENT = 'ledgerbridge';
const DENIED = new Set([401, 403]);
/** Of a proxy that had passed the request on. */
const GATEWAY_FAILED = new Set([502, 504]);

export type TransportSettings = Pick<
  GpSettings,
  'endpoint' | 'auth' | 'domain' | 'username' | 'password' | 'tls' | 'timeouts'
>;

/**
 * SOAP 1.1 over HTTP/1.1 on as many sockets as there are calls under way. Adds nothing that changes from try to try,
 * follows no redirect, and sends a body twice only where the server said that it had not looked at the first.
 */
export class HttpSoapTransport implements SoapTransport {
  private readonly path: string;
  private readonly sockets: SocketPool;
  private readonly authentication: HttpAuthentication;
  private readonly underWay = new Set<Promise<unknown>>();
  private isClosing = false;

  constructor(settings: TransportSettings) {
    const { origin, pathname, hostname } = endpointUrl(settings.endpoint);
    const requestMs = settings.timeouts.requestSeconds * SECOND;
    const connectMs = Math.min(LONGEST_CONNECT_MS, requestMs / 2);
    this.path = pathname;
    this.sockets = new SocketPool(origin, { connectMs, requestMs, ca: settings.tls.ca });
    this.authentication =
      settings.auth === 'ntlm' ? new NtlmAuthentication(settings, hostname) : new BasicAuthentication(settings);
  }

  async post(call: SoapCall, signal: AbortSignal): Promise<SoapAnswer> {
    const failure = { operation: call.operation };
    if (this.isClosing) throw new GpError('LEASE_LOST', 'the connection was given back; nothing was sent', failure);
    const answering = this.answered(call, failure, signal);
    this.underWay.add(answering);
    try {
      return readAnswer(await answering, failure);
    } finally {
      this.underWay.delete(answering);
    }
  }

  async close(): Promise<void> {
    this.isClosing = true;
    await Promise.allSettled(this.underWay);
    await this.sockets.close();
  }

  /** A socket that was closed while idle, or that the server no longer knows, is replaced by a new one. */
  private async answered(call: SoapCall, failure: GpFailure, signal: AbortSignal): Promise<HttpAnswer> {
    const request = this.requestOf(call);
    for (;;) {
      const socket = this.sockets.take();
      const { wasUsed, isAuthenticated } = socket;
      try {
        const answer = await this.authentication.post(socket, { request, failure, signal });
        if (answer.status !== 401) {
          this.sockets.giveBack(socket);
          return answer;
        }
        void socket.destroy();
        if (!isAuthenticated) return answer;
        await this.sockets.dropIdle();
      } catch (error) {
        void socket.destroy();
        if (wasUsed && wasNotSent(error) && !signal.aborted) continue;
        throw error instanceof GpError ? error : transportFailure(error, failure);
      }
    }
  }

  private requestOf({ operation, envelope }: SoapCall): HttpPost {
    const headers = {
      'content-type': 'text/xml; charset=utf-8',
      soapaction: `"${NAMESPACE}/${operation}"`,
      'user-agent': USER_AGENT,
    };
    return { path: this.path, headers, body: envelope };
  }
}

/** @throws GpError for what is no answer of the service */
function readAnswer({ status, headers, body }: HttpAnswer, failure: GpFailure): SoapAnswer {
  const contentType = [headers['content-type'] ?? ''].flat().join();
  const failed = { ...failure, httpStatus: status };
  const isXml = /\bxml\b/i.test(contentType);
  if (DENIED.has(status)) throw new GpError('GP_ACCESS_DENIED', `HTTP ${status}: the account is refused`, failed);
  if (status >= 300 && status < 400) {
    throw new GpError('GP_UNEXPECTED_ANSWER', `HTTP ${status}: the endpoint is elsewhere`, failed);
  }
  if (status === 503 && !isXml) throw new GpError('GP_UNREACHABLE', 'HTTP 503: the service does not run', failed);
  if (GATEWAY_FAILED.has(status) && !isXml) {
    throw new GpError('GP_ANSWER_LOST', `HTTP ${status} of a proxy that had passed the call on`, failed);
  }
  return { status, contentType, body };
}
