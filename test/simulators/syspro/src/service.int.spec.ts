import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DEFAULT_SWITCHES } from './switches.js';
import { startSysproSimulator, type SysproSimulator } from './simulator.js';
import { credentials, entityUrl, read } from './simulator.fixture.js';
import { DEFAULT_OPERATOR } from './options.js';

let simulator: SysproSimulator;
const url = (entity: string, options: Record<string, string | number> = {}) =>
  entityUrl(simulator.odataUrl, entity, options);

beforeAll(async () => {
  simulator = await startSysproSimulator({
    seed: { customers: 60, invoices: 300 },
    operators: [DEFAULT_OPERATOR, { username: 'LIMITED', password: 'pw:with:colons', tables: ['ArCustomer'] }],
  });
});
beforeEach(() => {
  simulator.controls.setSwitches(DEFAULT_SWITCHES);
});
afterAll(() => simulator.close());

describe('who may read what', () => {
  it.each([[''], ['Bearer x'], ['Basic !!!'], [credentials('ODATA', 'wrong')], [credentials('NOBODY', 'x')]])(
    'given authorization "%s", then 401 with a challenge and an HTML page',
    async (authorization) => {
      const page = await read(url('ArCustomer'), { headers: { Authorization: authorization } });
      expect(page.status).toBe(401);
      expect(page.headers.get('www-authenticate')).toMatch(/^Basic realm=/);
      expect(page.text).toMatch(/^<!DOCTYPE html>/);
    },
  );

  it('given an operator with rights to one table, then others are 403', async () => {
    const headers = { Authorization: credentials('limited', 'pw:with:colons') };
    expect((await read(url('ArCustomer', { $top: 1 }), { headers })).status).toBe(200);
    const refused = await read(url('ArInvoice'), { headers });
    expect([refused.status, refused.json.error?.message]).toEqual([403, expect.stringMatching(/denied on.*ArInvoice/)]);
  });

  it('given an unknown company, entity, case or path, then 404', async () => {
    for (const target of [
      url('ArNothing'),
      url('arcustomer'),
      url("ArCustomer('X')"),
      url('_Withheld'),
      `${simulator.url}/SYSPRO8Odata/SYSPROOData/B/ArCustomer`,
      `${simulator.url}/Other/A/ArCustomer`,
    ]) {
      expect((await read(target)).status).toBe(404);
    }
  });

  it('given any verb that writes, then 405', async () => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      expect((await read(url('ArCustomer'), { method })).status).toBe(405);
    }
  });

  it('given the root and $metadata, then the entities are named', async () => {
    expect((await read(simulator.odataUrl)).json.value).toContainEqual(expect.objectContaining({ name: 'ArInvoice' }));
    expect((await read(url('$metadata'))).text).toMatch(
      /EntityType Name="ArTrnDetail"><Key><PropertyRef Name="TrnYear"/,
    );
  });
});

describe('query options', () => {
  it('given $filter, $orderby, $select, $top and $count, then the answer obeys all', async () => {
    const { json, text } = await read(
      url('ArInvoice', {
        $filter: "DocumentType eq 'I' and InvoiceDate ge 2026-03-01T00:00:00Z and InvoiceDate lt 2026-04-01T00:00:00Z",
        $orderby: 'InvoiceDate desc,Invoice',
        $select: 'Invoice,InvoiceDate,CurrencyValue',
        $top: 5,
        $count: 'true',
      }),
    );
    expect(json['@odata.count']).toBeGreaterThan(5);
    expect(json.value).toHaveLength(5);
    expect(Object.keys(json.value[0] ?? {})).toEqual(['Invoice', 'InvoiceDate', 'CurrencyValue']);
    const dates = json.value.map((row) => String(row['InvoiceDate']));
    expect(dates).toEqual([...dates].sort().reverse());
    expect(text).toContain('$metadata#ArInvoice(Invoice,InvoiceDate,CurrencyValue)');
    expect(text).toMatch(/"CurrencyValue":\d+\.\d\d[,}]/);
  });

  it('given blanks, then char columns are padded, varchar ones blank, dates nullable', async () => {
    const { json } = await read(url('ArCustomer', { $filter: "Customer eq 'BLANK001'" }));
    expect(json.value).toEqual([
      expect.objectContaining({ Currency: 'R  ', TermsCode: '  ', Email: ' ', Nationality: '   ', DateLastSale: null }),
    ]);
  });

  it('given a key with trailing blanks, quotes or signs, then it is found by its literal', async () => {
    const trailing = await read(url('ArCustomer', { $filter: "Customer eq 'TRAIL001'", $select: 'Customer' }));
    expect(trailing.json.value).toEqual([{ Customer: 'TRAIL001  ' }]);
    const signs = await read(url('ArCustomer', { $filter: "Customer eq 'O''NEIL&+%'", $select: 'Customer' }));
    expect(signs.json.value).toEqual([{ Customer: "O'NEIL&+%" }]);
  });

  it.each([
    ['an unknown option', '$skipp=1', 400],
    ['an option without its sign', 'top=1', 400],
    ['a repeated option', '$top=1&$top=2', 400],
    ['a negative $top', '$top=-1', 400],
    ['an unknown column in $select', '$select=Customer,Nope', 400],
    ['an unknown column in $orderby', '$orderby=Nope', 400],
    ['a bad direction', '$orderby=Customer down', 400],
    ['a rowversion in $orderby', '$orderby=TimeStamp', 400],
    ['a broken $filter', '$filter=Customer eq', 400],
    ['a broken escape', '$filter=%E0%A4%A', 400],
    ['a foreign $skiptoken', '$skiptoken=abc', 400],
    ['$expand', '$expand=Lines', 501],
    ['$search', '$search=x', 501],
    ['another format', '$format=atom', 415],
  ])('given %s, then an OData error body', async (_name, query, status) => {
    const page = await read(`${simulator.odataUrl}/ArCustomer?${query}`);
    expect([page.status, typeof page.json.error?.message]).toEqual([status, 'string']);
  });

  it('given more nodes than the limit, then 400; without a limit, then rows', async () => {
    const $filter = Array.from({ length: 26 }, (_, index) => `Invoice eq '${index}'`).join(' or ');
    expect((await read(url('ArInvoice', { $filter }))).json.error?.message).toMatch(/node count limit of '100'/);
    simulator.controls.setSwitches({ maxFilterNodes: 0 });
    expect((await read(url('ArInvoice', { $filter }))).status).toBe(200);
  });

  it('given a query string over the limit, then the IIS page 404.15', async () => {
    const page = await read(url('ArInvoice', { $filter: `Invoice eq '${'x'.repeat(2100)}'` }));
    expect([page.status, page.text]).toEqual([404, expect.stringContaining('404.15')]);
  });
});

describe('paging', () => {
  it('given more rows than the cap, then nextLink leads through all of them once', async () => {
    simulator.controls.setSwitches({ rowCap: 70 });
    const seen: unknown[] = [];
    let next: string | undefined = url('ArInvoice', {
      $filter: "DocumentType ne 'C'",
      $select: 'Customer,Invoice,DocumentType',
    });
    while (next !== undefined) {
      const { json } = await read(next);
      expect(json.value.length).toBeLessThanOrEqual(70);
      seen.push(...json.value.map((row) => JSON.stringify(row)));
      next = json['@odata.nextLink'];
    }
    const all = simulator.controls.rows('ArInvoice').filter((row) => row['DocumentType'] !== 'C');
    expect(seen).toHaveLength(all.length);
    expect(new Set(seen).size).toBe(all.length);
  });

  it('given an order that is not the key, then nextLink still leads through all', async () => {
    simulator.controls.setSwitches({ rowCap: 90 });
    const seen: unknown[] = [];
    let next: string | undefined = url('ArInvoice', { $orderby: 'CurrencyValue desc', $top: 200 });
    while (next !== undefined) {
      const { json } = await read(next);
      seen.push(...json.value.map((row) => row['CurrencyValue']));
      next = json['@odata.nextLink'];
    }
    expect(seen).toHaveLength(200);
    expect(seen).toEqual([...(seen as number[])].sort((a, b) => b - a));
  });

  it('given $top above the cap and no nextLink, then the answer is cut without a word', async () => {
    simulator.controls.setSwitches({ rowCap: 50, nextLink: false });
    const { json } = await read(url('ArInvoice', { $top: 200 }));
    expect([json.value.length, json['@odata.nextLink']]).toEqual([50, undefined]);
    expect((await read(url('ArInvoice', { $top: 50 }))).json['@odata.nextLink']).toBeUndefined();
  });

  it('given an unstable order, then pages by $skip repeat and miss rows unless $orderby holds the key', async () => {
    simulator.controls.setSwitches({ unstableOrder: true });
    const collect = async (orderby: Record<string, string>) => {
      const seen = new Set<string>();
      for (let skip = 0; skip < 300; skip += 50) {
        const { json } = await read(url('ArInvoice', { ...orderby, $top: 50, $skip: skip }));
        json.value.forEach((row) => seen.add(`${String(row['Customer'])} ${String(row['Invoice'])}`));
      }
      return seen.size;
    };
    expect(await collect({})).toBeLessThan(290);
    expect(await collect({ $orderby: 'Customer,Invoice,DocumentType' })).toBeGreaterThan(290);
  });

  it('given rows that go while a client pages, then pages by $skip miss a row', async () => {
    const [first] = simulator.controls.rows('ArCustomer');
    const all = simulator.controls.rows('ArCustomer').length;
    simulator.controls.scheduleEdits({
      afterRequests: 1,
      entity: 'ArCustomer',
      edits: [{ op: 'remove', table: 'ArCustomer', key: { Customer: first?.['Customer'] } }],
    });
    const seen = new Set<unknown>();
    for (let skip = 0; skip < all; skip += 10) {
      const { json } = await read(url('ArCustomer', { $orderby: 'Customer', $top: 10, $skip: skip }));
      json.value.forEach((row) => seen.add(row['Customer']));
    }
    expect(seen.size).toBe(all - 1);
  });
});
