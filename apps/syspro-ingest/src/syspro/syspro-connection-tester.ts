import { Injectable } from '@nestjs/common';
import type { ConnectionCheck, ConnectionTester, HeldConnection } from '@ledgerbridge/connections';
import { isBridgeError } from '@ledgerbridge/contracts';
import type { SysproSettings } from './connection-settings.js';
import { dayLiteral, type DateLiteral } from './document-selection.js';
import { beyond, compare } from './odata/expression.js';
import { ODataClient, type ODataPage } from './odata/odata.client.js';
import type { ODataQuery } from './odata/odata-query.js';
import {
  AR_CUSTOMER,
  AR_INVOICE,
  AR_INVOICE_PAY,
  AR_TRN_DETAIL,
  AR_TRN_SUMMARY,
  codeTable,
  type SysproTable,
} from './odata/wire.js';

const CLOCK_TOLERANCE_SECONDS = 300;
const PAST_DAY = '2000-01-01';

/** Tries everything polling will need, one small request each; a check that fails says what to do. */
@Injectable()
export class SysproConnectionTester implements ConnectionTester<SysproSettings> {
  async test({ connection, signal }: HeldConnection<SysproSettings>): Promise<ConnectionCheck[]> {
    const client = new ODataClient(connection, signal);
    try {
      const access = await tryRead(client, { table: AR_CUSTOMER.name, top: 1 });
      const reached: ConnectionCheck = { name: 'service', ok: access.ok, detail: access.detail };
      if (!access.ok) return [reached];
      const checks = [{ ...reached, detail: 'reached; credentials accepted' }, clockCheck(access.page)];
      for (const table of tablesOf(connection.settings))
        checks.push(await tableCheck(client, table, connection.settings));
      checks.push(await pagingCheck(client, connection.settings), await dateCheck(client, connection.settings));
      return checks;
    } finally {
      await client.close();
    }
  }
}

type Attempt =
  | { readonly ok: true; readonly detail: string; readonly page: ODataPage }
  | { readonly ok: false; readonly detail: string };

async function tryRead(client: ODataClient, query: ODataQuery): Promise<Attempt> {
  try {
    return { ok: true, detail: 'ok', page: await client.read(query) };
  } catch (error) {
    if (!isBridgeError(error)) throw error;
    return { ok: false, detail: error.message };
  }
}

function tablesOf({ mapping, read }: SysproSettings): SysproTable[] {
  const { terms, items } = mapping;
  return [
    AR_CUSTOMER,
    AR_INVOICE,
    AR_TRN_SUMMARY,
    AR_TRN_DETAIL,
    ...(read.payments ? [AR_INVOICE_PAY] : []),
    ...(terms.table === '' ? [] : [codeTable(terms.table, terms.codeColumn, terms.daysColumn)]),
    ...(items.table === '' ? [] : [codeTable(items.table, items.codeColumn, items.textColumn)]),
  ];
}

async function tableCheck(client: ODataClient, table: SysproTable, settings: SysproSettings): Promise<ConnectionCheck> {
  const select = settings.odata.select ? { select: table.columns } : {};
  const { ok, detail } = await tryRead(client, { table: table.name, orderBy: table.order, top: 1, ...select });
  const way = table === AR_INVOICE_PAY ? '; or set read.payments: false, then no payments are told' : '';
  return { name: `table ${table.name}`, ok, detail: ok ? 'readable' : `${detail}${way}` };
}

/** Key paging is a convenience (`$skip` takes over); filtering itself is not, the details of a document are asked for by it. */
async function pagingCheck(client: ODataClient, settings: SysproSettings): Promise<ConnectionCheck> {
  const table = AR_INVOICE.name;
  const equal = await tryRead(client, { table, filter: compare('Invoice', 'eq', "'0'"), top: 1 });
  if (!equal.ok) return { name: 'filter', ok: false, detail: `$filter is needed to read invoices. ${equal.detail}` };
  if (settings.odata.paging === 'skip') return { name: 'filter', ok: true, detail: 'paging by $skip, as configured' };
  const filter = beyond(AR_INVOICE.order, ['0', '0', '0'], 'gt');
  const byKey = await tryRead(client, { table, filter, orderBy: AR_INVOICE.order, top: 1 });
  if (byKey.ok) return { name: 'filter', ok: true, detail: 'paging by key' };
  return { name: 'filter', ok: settings.odata.paging === 'auto', detail: 'gt on the key is refused: paging by $skip' };
}

async function dateCheck(client: ODataClient, { odata }: SysproSettings): Promise<ConnectionCheck> {
  const styles: readonly DateLiteral[] = odata.dateLiteral === 'auto' ? ['datetime', 'date'] : [odata.dateLiteral];
  let detail = '';
  for (const style of styles) {
    const filter = compare('InvoiceDate', 'ge', dayLiteral(PAST_DAY, style));
    const attempt = await tryRead(client, { table: AR_INVOICE.name, filter, top: 1 });
    if (attempt.ok) return { name: 'date literal', ok: true, detail: dayLiteral('YYYY-MM-DD', style) };
    detail = attempt.detail;
  }
  return { name: 'date literal', ok: false, detail };
}

function clockCheck({ date }: ODataPage): ConnectionCheck {
  const theirs = Date.parse(date ?? '');
  if (Number.isNaN(theirs)) return { name: 'clock', ok: true, detail: 'the service does not tell its time' };
  const seconds = Math.round(Math.abs(Date.now() - theirs) / 1000);
  const ok = seconds <= CLOCK_TOLERANCE_SECONDS;
  return {
    name: 'clock',
    ok,
    detail: ok ? `${seconds} s apart` : `${seconds} s apart: poll.overlapDays must cover it`,
  };
}
