import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readRequest } from '../http/http-request.js';
import type { ControlApi } from './control-api.js';

/** The control API on a port of its own, always plain HTTP, which answers while the service is down. */
export class ControlServer {
  private readonly server: Server;

  constructor(control: ControlApi) {
    this.server = createServer((message, response) => {
      readRequest(message)
        .then((request) => control.answer(request))
        .then(({ status, headers, body }) => response.writeHead(status, headers).end(body))
        .catch(() => message.socket.destroy());
    });
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
}
