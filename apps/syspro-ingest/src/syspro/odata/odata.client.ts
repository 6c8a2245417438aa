import { setTimeout as delay } from 'node:timers/promises';
import { guardedLookup, type Connection } from '@ledgerbridge/connections';
import { isBridgeError } from '@ledgerbridge/contracts';
import { Pool, type Dispatcher } from 'undici';
import type { SysproSettings } from '../connection-settings.js';
import { codeOfStatus, codeOfTransport, SysproError, type FailedRequest } from '../syspro.errors.js';
import { parseExactJson } from './exact-json.js';
import { queryPath, type ODataQuery } from './odata-query.js';
import { readBounded } from './response-body.js';

/** One answer of a collection. */
export interface ODataPage {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  /** Path and query of the next page when the service cut this one short. */
  readonly nextPath?: string;
  /** The service's clock, from its `Date` header. */
  readonly date?: string;
}

/** Headers and details of one document page are read side by side, no more: the service is the customer's own machine. */
const SOCKETS = 2;
const LONGEST_WAIT_MS = 30_000;

/** SYSPRO's OData service (OData 4.0, Basic authentication, read only) as JSON collections. */
export class ODataClient {
  private readonly pool: Pool;
  private readonly basePath: string;
  private readonly authorization: string;

  constructor(
    private readonly connection: Pick<Connection<SysproSettings>, 'id' | 'settings'>,
    private readonly signal: AbortSignal,
  ) {
    const { odata, timeouts } = connection.settings;
    const url = new URL(odata.baseUrl);
    this.basePath = url.pathname.replace(/\/+$/, '');
    this.authorization = `Basic ${Buffer.from(`${odata.username}:${odata.password}`, 'utf8').toString('base64')}`;
    this.pool = new Pool(url.origin, {
      connections: SOCKETS,
      connect: { timeout: timeouts.connectSeconds * 1000, lookup: guardedLookup() },
      headersTimeout: timeouts.requestSeconds * 1000,
      bodyTimeout: timeouts.requestSeconds * 1000,
    });
  }

  close(): Promise<void> {
    return this.pool.close();
  }

  /** Length of the URL a query makes, as it counts against `odata.maxUrlLength`. */
  urlLength(query: ODataQuery): number {
    const { origin } = new URL(this.connection.settings.odata.baseUrl);
    return origin.length + this.basePath.length + queryPath(query).length;
  }

  /**
   * One page of rows, tried again while the failure may pass.
   * @throws SysproError
   */
  async read(query: ODataQuery): Promise<ODataPage> {
    const failed = this.failing(query.table);
    if (this.urlLength(query) > this.connection.settings.odata.maxUrlLength) {
      throw new SysproError('SYSPRO_URL_TOO_LONG', failed);
    }
    return this.patiently(`${this.basePath}${queryPath(query)}`, failed);
  }

  /** The page a service's own link points to. @throws SysproError */
  follow(nextPath: string, table: string): Promise<ODataPage> {
    return this.patiently(nextPath, this.failing(table));
  }

  private failing(table: string): FailedRequest {
    return { connection: this.connection.id, table };
  }

  private async patiently(path: string, failed: FailedRequest): Promise<ODataPage> {
    const { attempts, retryDelayMs } = this.connection.settings.odata;
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.once(path, failed);
      } catch (error) {
        this.signal.throwIfAborted();
        if (!isBridgeError(error) || !error.retryable || attempt >= attempts) throw error;
        const asked = Number(error.details['retryAfterMs'] ?? 0);
        await delay(Math.min(LONGEST_WAIT_MS, Math.max(asked, retryDelayMs * 2 ** (attempt - 1))), undefined, {
          signal: this.signal,
        });
      }
    }
  }

  private async once(path: string, failed: FailedRequest): Promise<ODataPage> {
    const { timeouts, odata } = this.connection.settings;
    const overall = AbortSignal.timeout(timeouts.requestSeconds * 1000);
    try {
      const response = await this.pool.request({
        method: 'GET',
        path,
        headers: { authorization: this.authorization, accept: 'application/json' },
        signal: AbortSignal.any([this.signal, overall]),
      });
      await refuseStatus(response, failed);
      await refuseContentType(response, failed);
      const text = await readBounded(response.body, odata.maxResponseMegabytes * 1024 * 1024);
      if (text === undefined) throw new SysproError('SYSPRO_RESPONSE_TOO_LARGE', failed);
      return this.parse(text, failed, headerOf(response, 'date'));
    } catch (error) {
      if (isBridgeError(error)) throw error;
      this.signal.throwIfAborted();
      const code = overall.aborted ? 'SYSPRO_TIMEOUT' : codeOfTransport(error);
      throw new SysproError(code, failed, { cause: transportCode(error) }, error);
    }
  }

  private parse(text: string, failed: FailedRequest, date: string | undefined): ODataPage {
    let body: unknown;
    try {
      body = parseExactJson(text);
    } catch {
      // The parser's message quotes the body, which is customer data: it is not kept as a cause.
      throw new SysproError('SYSPRO_INVALID_JSON', failed, { length: text.length });
    }
    const { value, '@odata.nextLink': link } = (body ?? {}) as { value?: unknown; '@odata.nextLink'?: unknown };
    if (!Array.isArray(value) || !value.every(isRow)) throw new SysproError('SYSPRO_UNEXPECTED_SHAPE', failed);
    return {
      rows: value,
      ...(typeof link === 'string' && link !== '' ? { nextPath: this.ownPath(link, failed) } : {}),
      ...(date === undefined ? {} : { date }),
    };
  }

  /**
   * A next link is followed on our own origin only, whatever origin it names: a service behind a proxy does not know
   * its public name, and credentials go nowhere else.
   */
  private ownPath(link: string, failed: FailedRequest): string {
    const base = `${this.connection.settings.odata.baseUrl.replace(/\/+$/, '')}/`;
    const target = URL.canParse(link, base) ? new URL(link, base) : undefined;
    if (target === undefined || !target.pathname.toLowerCase().startsWith(`${this.basePath.toLowerCase()}/`)) {
      throw new SysproError('SYSPRO_FOREIGN_LINK', failed);
    }
    return `${target.pathname}${target.search}`;
  }
}

function isRow(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

async function refuseStatus(response: Dispatcher.ResponseData, failed: FailedRequest): Promise<void> {
  const code = codeOfStatus(response.statusCode);
  if (code === undefined) return;
  await response.body.dump();
  const seconds = Number(headerOf(response, 'retry-after') ?? Number.NaN);
  throw new SysproError(code, failed, {
    status: response.statusCode,
    ...(Number.isFinite(seconds) && seconds >= 0 ? { retryAfterMs: seconds * 1000 } : {}),
  });
}

async function refuseContentType(response: Dispatcher.ResponseData, failed: FailedRequest): Promise<void> {
  const type = headerOf(response, 'content-type')?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (/^application\/([\w.+-]+\+)?json$/.test(type)) return;
  await response.body.dump();
  throw new SysproError('SYSPRO_NOT_JSON', failed, { status: response.statusCode, contentType: type });
}

function headerOf(response: Dispatcher.ResponseData, name: string): string | undefined {
  const value = response.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

function transportCode(error: unknown): string {
  const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown };
  return typeof code === 'string' ? code : String(name);
}
