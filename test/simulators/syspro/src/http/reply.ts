import type { ServerResponse } from 'node:http';
import { ODataError } from '../odata/odata-error.js';
import { iisPage } from './pages.js';

const ODATA_JSON = 'application/json; odata.metadata=minimal; odata.streaming=true; charset=utf-8';
const CHUNK = 64 * 1024;

export function sendPage(
  response: ServerResponse,
  status: number,
  body: string,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'Content-Type': 'text/html; charset=utf-8', Server: 'Microsoft-IIS/10.0', ...headers });
  response.end(body);
}

export function sendStatusPage(response: ServerResponse, code: string, headers: Record<string, string> = {}): void {
  sendPage(response, Number(code.split('.')[0]), iisPage(code), headers);
}

export function sendODataError(response: ServerResponse, error: ODataError): void {
  response.writeHead(error.status, { 'Content-Type': ODATA_JSON, 'OData-Version': '4.0' });
  response.end(JSON.stringify({ error: { code: '', message: error.message } }));
}

export function sendText(response: ServerResponse, contentType: string, body: string): void {
  response.writeHead(200, { 'Content-Type': contentType, 'OData-Version': '4.0' });
  response.end(body);
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.on('drain', done).on('close', done);
  });
}

/** Writes pieces as the client takes them, so a large answer is never whole in memory. Stops when the client went away. */
export async function streamJson(response: ServerResponse, pieces: Iterable<string>): Promise<void> {
  response.writeHead(200, { 'Content-Type': ODATA_JSON, 'OData-Version': '4.0', 'Cache-Control': 'no-cache' });
  let chunk = '';
  for (const piece of pieces) {
    chunk += piece;
    if (chunk.length < CHUNK) continue;
    const taken = response.write(chunk);
    chunk = '';
    if (!taken && !response.destroyed) await drained(response);
    if (response.destroyed) return;
  }
  response.end(chunk);
}

/** Half of a good answer, then the connection closes: the client must notice the missing end. */
export async function truncateJson(response: ServerResponse, pieces: Iterable<string>): Promise<void> {
  const body = Buffer.from([...pieces].join(''));
  response.writeHead(200, { 'Content-Type': ODATA_JSON, 'OData-Version': '4.0', 'Content-Length': body.length });
  await new Promise((written) => response.write(body.subarray(0, Math.floor(body.length / 2)), written));
  response.destroy();
}
