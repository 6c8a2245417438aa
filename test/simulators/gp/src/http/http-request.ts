import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

/** A request read whole. */
export interface HttpRequest {
  method: string;
  path: string;
  query: string;
  headers: IncomingMessage['headers'];
  body: Buffer;
  socket: Socket;
}

export async function readRequest(message: IncomingMessage): Promise<HttpRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  const [path = '', query = ''] = (message.url ?? '').split('?', 2);
  const { method = '', headers, socket } = message;
  return { method, path, query, headers, body: Buffer.concat(chunks), socket };
}
