import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedEvent {
  id: string;
  event_type: string;
  webhook_status: string;
  content: Record<string, Record<string, unknown>>;
  headers: IncomingHttpHeaders;
}

/** Takes what webhooks bring; answers with `status`, and tells whoever waits for a number of calls. */
export class WebhookReceiver {
  status = 200;
  readonly calls: ReceivedEvent[] = [];
  private readonly waiters: (() => void)[] = [];

  private constructor(private readonly server: Server) {}

  static async start(): Promise<WebhookReceiver> {
    const server = createServer();
    const receiver = new WebhookReceiver(server);
    server.on('request', (request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (part: string) => (body += part));
      request.on('end', () => {
        response.writeHead(receiver.status).end();
        receiver.calls.push({ ...(JSON.parse(body) as ReceivedEvent), headers: request.headers });
        receiver.waiters.forEach((check) => check());
      });
    });
    const { promise, resolve } = Promise.withResolvers<void>();
    server.listen(0, '127.0.0.1', resolve);
    await promise;
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/hook`;
  }

  get types(): string[] {
    return this.calls.map((call) => call.event_type);
  }

  /** Ends when at least so many calls were made. */
  async received(count: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const check = () => {
      if (this.calls.length >= count) resolve();
    };
    this.waiters.push(check);
    check();
    await promise;
  }

  clear(): void {
    this.status = 200;
    this.calls.length = 0;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}
