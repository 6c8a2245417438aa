import { DEFAULT_OPERATOR } from './options.js';

export interface Page {
  status: number;
  text: string;
  headers: Headers;
  json: {
    value: Record<string, unknown>[];
    '@odata.nextLink'?: string;
    '@odata.count'?: number;
    error?: { message: string };
  };
}

const basic = (username: string, password: string) =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;

export const AUTHORIZED = basic(DEFAULT_OPERATOR.username, DEFAULT_OPERATOR.password);
export const credentials = basic;

/** Reads one URL as an OData client does; `json` is empty when the body is no JSON. */
export async function read(url: string, init: RequestInit = {}): Promise<Page> {
  const answer = await fetch(url, { ...init, headers: { Authorization: AUTHORIZED, ...init.headers } });
  const text = await answer.text();
  const isJson = (answer.headers.get('content-type') ?? '').startsWith('application/json');
  const json = (isJson ? JSON.parse(text) : { value: [] }) as Page['json'];
  return { status: answer.status, text, headers: answer.headers, json };
}

/** The URL of rows of an entity, options encoded. */
export function entityUrl(root: string, entity: string, options: Record<string, string | number> = {}): string {
  const query = Object.entries(options).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return `${root}/${entity}${query.length === 0 ? '' : `?${query.join('&')}`}`;
}
