import type { Socket } from 'node:net';
import { buildConnector, Client } from 'undici';
import { guardedLookup } from '@ledgerbridge/connections';
import { channelBindingsOf } from './channel-bindings.js';

const LARGEST_ANSWER_BYTES = 16 * 1024 * 1024;
/** How long a socket is kept without use: well below the two minutes after which Windows' HTTP service closes it. */
const LONGEST_IDLE_MS = 60_000;

export interface SocketOptions {
  readonly connectMs: number;
  readonly requestMs: number;
  /** PEM; in the place of the public certificate authorities. */
  readonly ca?: string | undefined;
}

export interface HttpPost {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Absent: a request with `content-length: 0`. */
  readonly body?: string;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** Surely not a byte of the request left: no connection came about, or the one there was is closed. */
class NotSentError extends Error {
  readonly wasSent = false;

  constructor(cause: unknown) {
    super('the request was not sent', { cause });
  }
}

/**
 * One TCP connection, on which one request at a time is sent. It is opened by its first request and never again: what
 * was agreed on it (who we are) must not be taken for true on another.
 */
export class PinnedSocket {
  /** Set by who authenticated it. */
  isAuthenticated = false;
  /** An answer came on it. */
  wasUsed = false;
  private readonly client: Client;
  private wasOpened = false;
  private isClosed = false;
  private socket: Socket | undefined;

  constructor(origin: string, { connectMs, requestMs, ca }: SocketOptions) {
    const connect = buildConnector({
      timeout: connectMs,
      lookup: guardedLookup(),
      rejectUnauthorized: true,
      allowH2: false,
      ...(ca === undefined ? {} : { ca }),
    });
    this.client = new Client(origin, {
      connect: (options, done) => {
        if (this.wasOpened) return done(new NotSentError('the connection is closed'), null);
        this.wasOpened = true;
        connect(options, (...[error, socket]) => {
          this.socket = socket ?? undefined;
          if (error === null) done(null, socket);
          else done(error, null);
        });
      },
      allowH2: false,
      pipelining: 1,
      keepAliveTimeout: LONGEST_IDLE_MS,
      headersTimeout: requestMs,
      bodyTimeout: requestMs,
      maxResponseSize: LARGEST_ANSWER_BYTES,
    });
    this.client.on('disconnect', () => (this.isClosed = true));
  }

  get isOpen(): boolean {
    return !this.isClosed && this.socket?.destroyed === false;
  }

  /** Of the connection as it is; undefined without TLS, or before the first answer. */
  get channelBindings(): Buffer | undefined {
    return this.socket === undefined ? undefined : channelBindingsOf(this.socket);
  }

  /** The whole answer. Follows no redirect and repeats nothing. @throws NotSentError, or what undici throws */
  async post({ path, headers, body }: HttpPost, signal: AbortSignal): Promise<HttpAnswer> {
    try {
      const response = await this.client.request({ method: 'POST', path, headers, body: body ?? null, signal });
      const answer = { status: response.statusCode, headers: response.headers, body: await response.body.text() };
      this.wasUsed = true;
      return answer;
    } catch (error) {
      throw this.socket === undefined ? new NotSentError(error) : error;
    }
  }

  /** Ends it at once, with what is under way. */
  async destroy(): Promise<void> {
    this.isClosed = true;
    await this.client.destroy();
  }
}
