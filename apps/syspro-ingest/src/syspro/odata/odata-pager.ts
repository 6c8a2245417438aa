import { isBridgeError } from '@ledgerbridge/contracts';
import type { SysproSettings } from '../connection-settings.js';
import { SysproError } from '../syspro.errors.js';
import { scalarText } from './exact-json.js';
import { allOf, beyond, type Expression } from './expression.js';
import type { ODataClient, ODataPage } from './odata.client.js';
import { PageCapacity } from './page-capacity.js';
import type { SysproTable } from './wire.js';

/** Most rows SYSPRO's OData service returns to one request. */
export const ROW_CAP = 5_000;

export type Rows = readonly Readonly<Record<string, unknown>>[];

export interface TableRead {
  readonly table: SysproTable;
  readonly filter?: Expression;
  /** Rows a page. */
  readonly pageSize: number;
  /** Key to go on after, raw, one value an order column; ignored where paging by key is not possible. */
  readonly after?: readonly string[];
}

type PagerSettings = Pick<SysproSettings['odata'], 'paging' | 'select'>;

/**
 * Reads tables in pages: by key where `$filter` allows, by the service's own next link when it sends one, else by
 * `$skip`. Never more than one page in memory.
 */
export class ODataPager {
  private readonly capacity = new PageCapacity();
  private strategy: 'key' | 'skip';

  constructor(
    private readonly client: ODataClient,
    private readonly connectionId: string,
    private readonly settings: PagerSettings,
  ) {
    this.strategy = settings.paging === 'skip' ? 'skip' : 'key';
  }

  /** No page is empty. @throws SysproError */
  async *pages(read: TableRead): AsyncGenerator<Rows, void, void> {
    let after = this.strategy === 'key' ? read.after : undefined;
    let skip = 0;
    for (;;) {
      const page = await this.readPage(read, after, skip);
      if (page === 'by-skip') {
        after = undefined;
        continue;
      }
      let rows = 0;
      for await (const part of this.withLinks(page, read.table.name)) {
        rows += part.length;
        const last = lastKey(part, read.table);
        if (this.strategy === 'key' && last !== undefined) this.assertProgress(after, last, read.table);
        after = last ?? after;
        if (part.length > 0) yield part;
      }
      skip += rows;
      if (this.capacity.isEnd(read.table.name, rows, Math.min(read.pageSize, ROW_CAP))) return;
    }
  }

  private async readPage(read: TableRead, after: readonly string[] | undefined, skip: number) {
    const { table, filter, pageSize } = read;
    const byKey = this.strategy === 'key' && after !== undefined;
    const behind = byKey ? beyond(table.order, after, 'gt') : undefined;
    const whole = filter !== undefined && behind !== undefined ? allOf([filter, behind]) : (behind ?? filter);
    try {
      return await this.client.read({
        table: table.name,
        ...(whole === undefined ? {} : { filter: whole }),
        orderBy: table.order,
        ...(this.settings.select ? { select: table.columns } : {}),
        top: Math.min(pageSize, ROW_CAP),
        ...(this.strategy === 'skip' ? { skip } : {}),
      });
    } catch (error) {
      if (byKey && this.settings.paging === 'auto' && isRefusal(error)) {
        this.strategy = 'skip';
        return 'by-skip';
      }
      throw error;
    }
  }

  /** The page and what the service cut off it. */
  private async *withLinks(first: ODataPage, table: string): AsyncGenerator<Rows, void, void> {
    let page = first;
    yield page.rows;
    while (page.nextPath !== undefined) {
      const followed = page.nextPath;
      page = await this.client.follow(followed, table);
      if (page.nextPath === followed) throw this.stuck(table);
      yield page.rows;
    }
  }

  private assertProgress(after: readonly string[] | undefined, last: readonly string[], table: SysproTable): void {
    if (after !== undefined && after.every((value, index) => value === last[index])) throw this.stuck(table.name);
  }

  private stuck(table: string): SysproError {
    return new SysproError('SYSPRO_PAGING_STUCK', { connection: this.connectionId, table });
  }
}

function isRefusal(error: unknown): boolean {
  return isBridgeError(error) && error.code === 'SYSPRO_QUERY_REFUSED';
}

function lastKey(rows: Rows, table: SysproTable): string[] | undefined {
  const last = rows.at(-1);
  return last === undefined ? undefined : rawKey(last, table);
}

/** A row's key as received: what the service compares with must be its own text. */
export function rawKey(row: Readonly<Record<string, unknown>>, table: SysproTable): string[] {
  return table.order.map(({ name }) => scalarText(row[name]) ?? '');
}
