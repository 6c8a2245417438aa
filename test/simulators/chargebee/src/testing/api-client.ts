import type { ErrorBody } from '../errors/api-error.js';
import type { LogEntry } from '../http/request-log.js';
import { DEFAULT_SITE } from '../site/site-options.js';
import type { ChargebeeSimulator } from '../simulator.js';

/** An answer as the specs look at it: `body` when it went well, `error` when not. */
export interface ClientAnswer {
  status: number;
  headers: Headers;
  body: Record<string, Record<string, unknown>>;
  error: ErrorBody;
}

/** Form fields by their names on the wire. */
export type WireFields = Readonly<Record<string, string | number>>;

const FULL_ACCESS = DEFAULT_SITE.keys[0]?.secret as string;

/** A bare HTTP client that sends exactly the names and bytes it is given. */
export class ApiClient {
  constructor(
    private readonly simulator: ChargebeeSimulator,
    private readonly key = FULL_ACCESS,
  ) {}

  get(path: string, query: WireFields = {}): Promise<ClientAnswer> {
    const search = encode(query);
    return this.send(search === '' ? path : `${path}?${search}`, { method: 'GET' });
  }

  post(path: string, fields: WireFields = {}, headers: Record<string, string> = {}): Promise<ClientAnswer> {
    return this.send(path, {
      method: 'POST',
      body: encode(fields),
      headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8', ...headers },
    });
  }

  async send(path: string, init: RequestInit): Promise<ClientAnswer> {
    const authorization = `Basic ${Buffer.from(`${this.key}:`).toString('base64')}`;
    const response = await fetch(this.simulator.apiUrl + path, {
      ...init,
      headers: { authorization, ...(init.headers as Record<string, string>) },
    });
    const json = await response.json();
    return {
      status: response.status,
      headers: response.headers,
      body: json as ClientAnswer['body'],
      error: json as ErrorBody,
    };
  }

  /** The latest request as the simulator saw it. */
  lastRequest(): LogEntry {
    return this.simulator.controls.requests().at(-1) as LogEntry;
  }
}

function encode(fields: WireFields): string {
  return new URLSearchParams(
    Object.entries(fields).map(([name, value]): [string, string] => [name, String(value)]),
  ).toString();
}

/** Wire fields of a valid one-line import of 100.00 USD. */
export function importFields(overrides: WireFields = {}): WireFields {
  return {
    id: 'INV-1',
    customer_id: 'C-1',
    currency_code: 'USD',
    date: 1_760_000_000,
    total: 10_000,
    'line_items[description][0]': 'Pump',
    'line_items[amount][0]': 10_000,
    ...overrides,
  };
}
