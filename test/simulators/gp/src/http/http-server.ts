import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { CONTROL_PREFIX, type ControlApi } from '../control/control-api.js';
import { operationOf } from '../soap/envelope.js';
import type { Answer, Outcome } from './answer.js';
import type { Endpoint } from './endpoint.js';
import { readRequest } from './http-request.js';
import type { RequestLog } from './request-log.js';

/** A self-signed certificate will do. */
export interface TlsOptions {
  key: string;
  cert: string;
}

/** Listens, reads requests whole and sends what is decided; breaks connections, keeps silent or is down when told so. */
export class HttpServer {
  private readonly server: Server;
  private readonly sockets = new WeakMap<Socket, number>();
  private opened = 0;
  private address: { port: number; host: string } = { port: 0, host: '127.0.0.1' };

  constructor(
    private readonly parts: {
      endpoint: Endpoint;
      control: Pick<ControlApi, 'answer'>;
      log: RequestLog;
      tls: TlsOptions | undefined;
    },
  ) {
    const listener = (message: IncomingMessage, response: ServerResponse): void => {
      this.serve(message, response).catch(() => message.socket.destroy());
    };
    this.server = parts.tls === undefined ? createServer(listener) : createTlsServer(parts.tls, listener);
    this.server.keepAliveTimeout = 60_000;
  }

  /** Connections that have made a request. */
  get connections(): number {
    return this.opened;
  }

  /** Answers the port listened on. */
  async listen(port: number, host: string): Promise<number> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.server.once('error', reject);
    this.server.listen(port, host, () => {
      this.server.off('error', reject);
      resolve();
    });
    await promise;
    this.address = { port: (this.server.address() as AddressInfo).port, host };
    return this.address.port;
  }

  /** Closes the listening socket and every connection; calls under way end without an answer. */
  async goDown(): Promise<void> {
    if (!this.server.listening) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.server.close(() => resolve());
    this.server.closeAllConnections();
    await promise;
  }

  /** Listens again on the same port. */
  async goUp(): Promise<void> {
    if (!this.server.listening) await this.listen(this.address.port, this.address.host);
  }

  private async serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await readRequest(message);
    if (request.path.startsWith(`${CONTROL_PREFIX}/`)) {
      send(response, await this.parts.control.answer(request));
      return;
    }
    const { promise: closed, resolve } = Promise.withResolvers<void>();
    response.once('close', resolve);
    const entry = this.parts.log.begin({
      method: request.method,
      path: request.path,
      operation: operationOf(request.headers.soapaction as string | undefined) ?? '',
      socket: this.numberOf(request.socket),
      body: request.body.toString('utf8'),
    });
    const start = performance.now();
    const outcome = await this.parts.endpoint.handle(request, entry, closed);
    entry.durationMs = Math.round(performance.now() - start);
    if (outcome.kind === 'answer' || outcome.kind === 'last-answer') entry.status = outcome.answer.status;
    this.parts.log.end(entry);
    deliver(response, outcome);
  }

  private numberOf(socket: Socket): number {
    const known = this.sockets.get(socket);
    if (known !== undefined) return known;
    this.opened += 1;
    this.sockets.set(socket, this.opened);
    return this.opened;
  }
}

function deliver(response: ServerResponse, outcome: Outcome): void {
  switch (outcome.kind) {
    case 'answer':
      return send(response, outcome.answer);
    case 'last-answer':
      return send(response, outcome.answer, { connection: 'close' });
    case 'truncated':
      return sendHalf(response, outcome.answer);
    case 'reset':
      reset(response);
      return;
    case 'hang':
      return;
  }
}

/** As an RST where the connection is plain TCP. */
function reset({ socket }: ServerResponse): void {
  if (socket instanceof TLSSocket) socket.destroy();
  else socket?.resetAndDestroy();
}

function send(response: ServerResponse, answer: Answer, headers: Record<string, string> = {}): void {
  const bytes = Buffer.from(answer.body);
  response.writeHead(answer.status, { ...answer.headers, ...headers, 'content-length': bytes.length });
  response.end(bytes);
}

function sendHalf(response: ServerResponse, answer: Answer): void {
  const bytes = Buffer.from(answer.body);
  response.writeHead(answer.status, { ...answer.headers, 'content-length': bytes.length });
  response.write(bytes.subarray(0, bytes.length / 2), () => response.socket?.destroy());
}
