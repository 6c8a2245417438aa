import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { aChallenge, EXAMPLE_PAIRS, SERVER_CHALLENGE } from '../ntlm/challenge.fixture.spec.js';
import { ntowfV2, type NtlmCredentials } from '../ntlm/ntlm-v2.js';

/** What the server saw of one request. */
export interface SeenRequest {
  /** Number of the TCP connection, from 1. */
  readonly connection: number;
  readonly authorization: 'type 1' | 'type 3' | 'none' | 'other';
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** What happens to a request in the place of the usual answer; true when that was an answer. */
type Fate = (seen: SeenRequest, response: ServerResponse) => boolean;

/** Windows' HTTP service as far as NTLM goes: it authenticates TCP connections, and refuses whatever it was not told. */
export class NtlmServer {
  readonly seen: SeenRequest[] = [];
  readonly answer: { status: number; headers: Record<string, string>; body: string } = {
    status: 200,
    headers: { 'content-type': 'text/xml; charset=utf-8' },
    body: '<answer/>',
  };
  credentials: NtlmCredentials = { domain: 'ACME', username: 'svc-bridge', password: 'canary-Pässwörd' };
  fate: Fate = () => false;
  /** Headers of a refusal that carries no challenge. */
  offers = ['Negotiate', 'NTLM'];
  /** The time it tells; undefined for none. */
  time: Buffer | undefined = Buffer.from('8899aabbccddeeff', 'hex');
  private readonly connections = new Map<Socket, { number: number; isChallenged: boolean; isKnown: boolean }>();
  private opened = 0;

  private constructor(private readonly server: Server) {}

  static async start(tls?: { key: string; cert: string }): Promise<NtlmServer> {
    let handle: RequestListener = () => undefined;
    const listener: RequestListener = (request, response) => handle(request, response);
    const server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
    const ntlm = new NtlmServer(server);
    handle = (request, response) => void ntlm.handle(request, response);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return ntlm;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get opensSoFar(): number {
    return this.opened;
  }

  /** Who its connections belong to, as after a restart of its authentication. */
  forget(): void {
    for (const connection of this.connections.values()) connection.isKnown = false;
  }

  /** Closes what is idle, as after two minutes. */
  async closeConnections(): Promise<void> {
    const closed = [...this.connections.keys()].map(
      (socket) => new Promise((resolve) => socket.once('close', resolve)),
    );
    this.server.closeAllConnections();
    await Promise.all(closed);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const connection = this.connectionOf(request.socket);
    const seen = { connection: connection.number, headers: request.headers, ...(await read(request)) };
    this.seen.push(seen);
    if (this.fate(seen, response)) return;
    if (seen.authorization === 'type 1') {
      connection.isKnown = false;
      connection.isChallenged = true;
      const time = this.time === undefined ? [] : [{ id: 7, value: this.time }];
      const challenge = aChallenge({ pairs: [...EXAMPLE_PAIRS, ...time] }).toString('base64');
      return this.refuse(response, [`NTLM ${challenge}`]);
    }
    if (seen.authorization === 'type 3') {
      connection.isKnown = connection.isChallenged && this.isRight(seen.headers.authorization ?? '');
      connection.isChallenged = false;
    }
    if (!connection.isKnown) return this.refuse(response, this.offers);
    const { status, headers, body } = this.answer;
    response.writeHead(status, headers).end(body);
  }

  private refuse(response: ServerResponse, offers: string[]): void {
    response.writeHead(401, { 'www-authenticate': offers, 'content-type': 'text/html' }).end('<h1>401</h1>');
  }

  private isRight(authorization: string): boolean {
    const message = Buffer.from(authorization.slice('NTLM '.length), 'base64');
    const start = message.readUInt32LE(24);
    const response = message.subarray(start, start + message.readUInt16LE(20));
    const proof = createHmac('md5', ntowfV2(this.credentials)).update(SERVER_CHALLENGE).update(response.subarray(16));
    return proof.digest().equals(response.subarray(0, 16));
  }

  private connectionOf(socket: Socket) {
    const known = this.connections.get(socket);
    if (known !== undefined) return known;
    const connection = { number: (this.opened += 1), isChallenged: false, isKnown: false };
    this.connections.set(socket, connection);
    socket.once('close', () => this.connections.delete(socket));
    return connection;
  }
}

async function read(request: IncomingMessage): Promise<Pick<SeenRequest, 'authorization' | 'body'>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { authorization } = request.headers;
  return { body: Buffer.concat(chunks).toString('utf8'), authorization: kindOf(authorization) };
}

function kindOf(authorization: string | undefined): SeenRequest['authorization'] {
  if (authorization === undefined) return 'none';
  if (!authorization.startsWith('NTLM ')) return 'other';
  const type = Buffer.from(authorization.slice('NTLM '.length), 'base64').readUInt32LE(8);
  return type === 1 ? 'type 1' : 'type 3';
}
