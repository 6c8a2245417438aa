import { isBridgeError } from '@ledgerbridge/contracts';
import type { SysproSettings } from '../connection-settings.js';
import { SysproError } from '../syspro.errors.js';
import { allOf, beyond, type Expression } from './expression.js';
import type { ODataClient, ODataPage } from './odata.client.js';
import type { ODataQuery } from './odata-query.js';
import { PageCapacity } from './page-capacity.js';
import { rawKey, type Rows } from './rows.js';
import { NOTHING_BEHIND, pagesBySkip, type RowsBehind } from './skip-paging.js';
import type { SysproTable } from './wire.js';

/** Most rows SYSPRO's OData service returns to one request. */
export const ROW_CAP = 5_000;

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
    if (this.strategy === 'skip') return yield* this.bySkip(read, NOTHING_BEHIND);
    let after = read.after;
    let behind: RowsBehind = NOTHING_BEHIND;
    for (;;) {
      const page = await this.pageAfter(read, after);
      if (page === 'by-skip') return yield* this.bySkip(read, behind);
      let rows = 0;
      for await (const part of this.withLinks(page, read.table.name)) {
        rows += part.length;
        const last = lastKey(part, read.table);
        if (last !== undefined) this.assertProgress(after, last, read.table);
        after = last ?? after;
        if (part.length === 0) continue;
        behind = { count: behind.count + part.length, last: part };
        yield part;
      }
      if (this.capacity.isEnd(read.table.name, rows, topOf(read))) return;
    }
  }

  private bySkip(read: TableRead, behind: RowsBehind): AsyncGenerator<Rows, void, void> {
    const { table } = read;
    const rowsAt = async (skip: number, top: number): Promise<Rows> => {
      const rows: Rows[number][] = [];
      const page = await this.client.read({ ...this.query(read, undefined, top), skip });
      for await (const part of this.withLinks(page, table.name)) rows.push(...part);
      return rows;
    };
    // one row more than a page is asked for
    const pageSize = Math.min(read.pageSize, ROW_CAP - 1);
    return pagesBySkip({ table, pageSize, capacity: this.capacity, read: rowsAt }, behind);
  }

  private async pageAfter(read: TableRead, after: readonly string[] | undefined): Promise<ODataPage | 'by-skip'> {
    const behind = after === undefined ? undefined : beyond(read.table.order, after, 'gt');
    try {
      return await this.client.read(this.query(read, behind, topOf(read)));
    } catch (error) {
      if (after === undefined || this.settings.paging !== 'auto' || !isRefusal(error)) throw error;
      this.strategy = 'skip';
      return 'by-skip';
    }
  }

  private query({ table, filter }: TableRead, behind: Expression | undefined, top: number): ODataQuery {
    const whole = filter !== undefined && behind !== undefined ? allOf([filter, behind]) : (behind ?? filter);
    return {
      table: table.name,
      ...(whole === undefined ? {} : { filter: whole }),
      orderBy: table.order,
      ...(this.settings.select ? { select: table.columns } : {}),
      top,
    };
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

function topOf({ pageSize }: TableRead): number {
  return Math.min(pageSize, ROW_CAP);
}

function lastKey(rows: Rows, table: SysproTable): string[] | undefined {
  const last = rows.at(-1);
  return last === undefined ? undefined : rawKey(last, table);
}
