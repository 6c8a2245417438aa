import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

/** A request with its body read. */
export interface ApiRequest {
  method: string;
  /** Path as sent, without the query. */
  path: string;
  /** Query as sent, without the question mark. */
  query: string;
  headers: IncomingHttpHeaders;
  body: string;
}

const BODY_LIMIT = 20 * 1024 * 1024;

/** Reads a request whole. @throws Error when its body is over 20 MB or the connection breaks */
export async function readRequest(message: IncomingMessage): Promise<ApiRequest> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_LIMIT) throw new Error('request body is too large');
    chunks.push(chunk);
  }
  const [path = '', ...query] = (message.url ?? '').split('?');
  return {
    method: message.method ?? '',
    path,
    query: query.join('?'),
    headers: message.headers,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}
