import type { IncomingMessage } from 'node:http';
import { problem } from '@ledgerbridge/service';

/** Chargebee's events are a few kilobytes; an invoice of 500 lines stays below a quarter of this. */
const LIMIT_BYTES = 1024 * 1024;
const JSON_TYPE = /^application\/json *(;|$)/i;

/**
 * The body of a request as JSON. More than a megabyte is never held: it is refused by its announced length, or as
 * soon as it has come to that.
 * @throws ProblemError 400, 413, 415
 */
export async function readJsonBody(request: IncomingMessage): Promise<unknown> {
  const { 'content-type': type = '', 'content-encoding': encoding = 'identity' } = request.headers;
  if (!JSON_TYPE.test(type)) throw problem(415, 'UNSUPPORTED_MEDIA_TYPE', 'The body must be application/json');
  if (encoding !== 'identity') throw problem(415, 'UNSUPPORTED_MEDIA_TYPE', 'The body must not be compressed');
  if (Number(request.headers['content-length'] ?? 0) > LIMIT_BYTES) throw tooLarge();
  const text = (await collect(request)).toString('utf8');
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw problem(400, 'MALFORMED_BODY', 'The body cannot be read as JSON');
  }
}

/** Events, not `for await`: that would destroy the socket before the refusal is answered. */
function collect(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const end = (settle: () => void): void => {
      request.off('data', onData).off('end', onEnd).off('error', onBreak).off('close', onBreak);
      settle();
    };
    const onData = (chunk: Buffer): void => {
      bytes += chunk.byteLength;
      if (bytes <= LIMIT_BYTES) chunks.push(chunk);
      // what still comes is let through to nowhere
      else end(() => (request.resume(), reject(tooLarge())));
    };
    const onEnd = (): void => end(() => resolve(Buffer.concat(chunks)));
    const onBreak = (): void => end(() => reject(problem(400, 'MALFORMED_BODY', 'The body broke off')));
    request.on('data', onData).on('end', onEnd).on('error', onBreak).on('close', onBreak);
  });
}

function tooLarge(): Error {
  return problem(413, 'BODY_TOO_LARGE', `The body is larger than ${LIMIT_BYTES} bytes`);
}
