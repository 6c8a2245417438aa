import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ControlApi } from '../control/control-api.js';
import { CONTROL_PREFIX } from '../control/control-prefix.js';
import type { Answer, Outcome } from './answer.js';
import type { ApiHandler } from './api-handler.js';
import { readRequest } from './api-request.js';
import type { LogEntry, RequestLog } from './request-log.js';

/** Listens, reads requests whole and sends what the handlers decide; breaks connections or keeps silent when told so. */
export class HttpServer {
  private readonly server: Server;

  constructor(
    private readonly api: ApiHandler,
    private readonly control: ControlApi,
    private readonly log: RequestLog,
  ) {
    this.server = createServer((message, response) => {
      this.serve(message, response).catch(() => message.socket.destroy());
    });
    this.server.keepAliveTimeout = 60_000;
  }

  /** Answers the port listened on. */
  async listen(port: number, host: string): Promise<number> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.server.once('error', reject);
    this.server.listen(port, host, resolve);
    await promise;
    return (this.server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.server.close(() => resolve());
    this.server.closeAllConnections();
    await promise;
  }

  private async serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await readRequest(message);
    if (request.path.startsWith(`${CONTROL_PREFIX}/`)) {
      send(response, this.control.answer(request));
      return;
    }
    const entry = this.log.begin(request);
    const start = performance.now();
    const outcome = await this.api.handle(request, entry);
    complete(entry, outcome, performance.now() - start);
    this.log.end(entry);
    deliver(response, outcome);
  }
}

function complete(entry: LogEntry, outcome: Outcome, durationMs: number): void {
  entry.durationMs = Math.round(durationMs);
  if (outcome.kind !== 'answer') return;
  entry.status = outcome.answer.status;
  const code = /"api_error_code":"([a-z_]+)"/.exec(outcome.answer.body)?.[1];
  if (outcome.answer.status >= 400 && code !== undefined) entry.error = code;
}

function deliver(response: ServerResponse, outcome: Outcome): void {
  switch (outcome.kind) {
    case 'answer':
      return send(response, outcome.answer);
    case 'truncated':
      return sendHalf(response, outcome.answer);
    case 'reset':
      response.socket?.resetAndDestroy();
      return;
    case 'hang':
      return;
  }
}

function send(response: ServerResponse, answer: Answer): void {
  const bytes = Buffer.from(answer.body);
  response.writeHead(answer.status, { ...answer.headers, 'content-length': bytes.length });
  response.end(bytes);
}

function sendHalf(response: ServerResponse, answer: Answer): void {
  const bytes = Buffer.from(answer.body);
  response.writeHead(answer.status, { ...answer.headers, 'content-length': bytes.length });
  response.write(bytes.subarray(0, bytes.length / 2), () => response.socket?.destroy());
}
