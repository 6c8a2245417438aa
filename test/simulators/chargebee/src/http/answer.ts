import type { ApiError } from '../errors/api-error.js';

/** A whole HTTP answer. */
export interface Answer {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: string;
}

/** What a request comes to: an answer, one cut off half-way, a broken connection, or silence. */
export type Outcome = { kind: 'answer' | 'truncated'; answer: Answer } | { kind: 'reset' } | { kind: 'hang' };

/** Headers the original sends with each answer; it names no rate counters. */
const STANDARD_HEADERS = {
  'content-type': 'application/json;charset=utf-8',
  'cache-control': 'no-store, no-cache, must-revalidate',
  pragma: 'no-cache',
  'strict-transport-security': 'max-age=604800; includeSubDomains; preload',
  vary: 'Accept-Encoding',
  server: 'ChargeBee',
};

export function jsonAnswer(status: number, body: string, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers: { ...STANDARD_HEADERS, ...headers }, body };
}

export function errorAnswer(error: ApiError): Answer {
  return jsonAnswer(error.status, JSON.stringify(error.body), error.headers);
}

/** A page of a proxy in front of the API. */
export function htmlAnswer(status: number, title: string): Answer {
  return {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: `<!DOCTYPE html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`,
  };
}
