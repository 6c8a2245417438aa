import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Fault } from './http/fault-queue.js';
import { DEFAULT_SWITCHES, type Switches } from './switches.js';
import { startSysproSimulator, type SysproSimulator } from './simulator.js';
import { entityUrl, read } from './simulator.fixture.js';

let simulator: SysproSimulator;
const url = (entity: string, options: Record<string, string | number> = {}) =>
  entityUrl(simulator.odataUrl, entity, options);
const oneRow = () => read(url('ArInvoice', { $top: 1 }));

async function throwSwitches(switches: Partial<Switches>): Promise<number> {
  const answer = await fetch(`${simulator.url}/__sim/switches`, { method: 'POST', body: JSON.stringify(switches) });
  return answer.status;
}

beforeAll(async () => {
  simulator = await startSysproSimulator({ seed: { customers: 40, invoices: 60 } });
});
beforeEach(() => throwSwitches(DEFAULT_SWITCHES));
afterAll(() => simulator.close());

describe('switches', () => {
  it('given filterable off, then $filter is 501 and the rest works', async () => {
    await throwSwitches({ filterable: false });
    expect((await read(url('ArInvoice', { $filter: "Invoice eq 'x'" }))).status).toBe(501);
    expect((await oneRow()).status).toBe(200);
  });

  it('given the date style, then the other literal is 400 and values follow their own switch', async () => {
    await throwSwitches({ dateLiterals: 'date', dateValues: 'offset' });
    expect((await read(url('ArInvoice', { $filter: 'InvoiceDate ge 2026-03-01T00:00:00Z' }))).status).toBe(400);
    const { json } = await read(url('ArInvoice', { $filter: 'InvoiceDate ge 2026-03-01', $top: 1 }));
    expect(json.value[0]?.['InvoiceDate']).toMatch(/^2026-\d\d-\d\dT00:00:00\+02:00$/);
  });

  it('given decimals as strings, then money is quoted with its places', async () => {
    await throwSwitches({ decimals: 'string' });
    expect((await oneRow()).json.value[0]?.['CurrencyValue']).toMatch(/^-?\d+\.\d\d$/);
  });

  it('given unknown columns, then each row carries them', async () => {
    await throwSwitches({ unknownColumns: true });
    expect((await oneRow()).json.value[0]).toMatchObject({ ZzSpareNull: null, ZzSpareObject: { Inner: [1] } });
  });

  it('given another collation, then case has no meaning in a filter', async () => {
    const $filter = "Customer eq 'blank001'";
    expect((await read(url('ArCustomer', { $filter }))).json.value).toHaveLength(0);
    await throwSwitches({ collation: 'case-insensitive' });
    expect((await read(url('ArCustomer', { $filter }))).json.value).toHaveLength(1);
  });

  it('given another origin for nextLink, then the link points there', async () => {
    await throwSwitches({ rowCap: 5, nextLinkOrigin: 'https://inside.example' });
    expect((await read(url('ArInvoice'))).json['@odata.nextLink']).toMatch(
      /^https:\/\/inside\.example\/SYSPRO8Odata\//,
    );
  });

  it('given 401 after two requests, then the third is refused', async () => {
    await throwSwitches({ unauthorizedAfter: 2 });
    expect([(await oneRow()).status, (await oneRow()).status, (await oneRow()).status]).toEqual([200, 200, 401]);
  });

  it('given a switch that does not exist, then it is refused by name', async () => {
    expect(await throwSwitches({ fliterable: false } as Partial<Switches>)).toBe(422);
    expect(() => simulator.controls.setSwitches({ rowCap: 'many' } as unknown as Partial<Switches>)).toThrow(/rowCap/);
  });
});

describe('faults', () => {
  it.each<[string, Fault, number, RegExp]>([
    ['a burst of 503', { kind: 'status', retryAfter: '7' }, 503, /503/],
    ['HTML with 200', { kind: 'html', status: 200 }, 200, /<html>/],
    ['HTML with 503', { kind: 'html', status: 503 }, 503, /<html>/],
  ])('given %s, then it hits as often as asked and no more', async (_name, fault, status, body) => {
    await throwSwitches({ faults: [{ ...fault, times: 2, after: 1 }] });
    expect((await oneRow()).json.value).toHaveLength(1);
    for (const page of [await oneRow(), await oneRow()]) {
      expect([page.status, page.text]).toEqual([status, expect.stringMatching(body)]);
      expect(page.headers.get('content-type')).toMatch(/^text\/html/);
      expect(page.headers.get('retry-after')).toBe(fault.retryAfter ?? null);
    }
    expect((await oneRow()).json.value).toHaveLength(1);
  });

  it('given a fault of one entity, then others are untouched', async () => {
    await throwSwitches({ faults: [{ kind: 'status', entity: 'ArTrnDetail', times: 0 }] });
    expect((await oneRow()).status).toBe(200);
    expect((await read(url('ArTrnDetail'))).status).toBe(503);
  });

  it.each<[string, Fault]>([
    ['a truncated body', { kind: 'truncate' }],
    ['a reset', { kind: 'reset' }],
  ])('given %s, then reading fails', async (_name, fault) => {
    await throwSwitches({ faults: [fault] });
    await expect(oneRow()).rejects.toThrow();
    expect((await oneRow()).status).toBe(200);
  });

  it('given a hang, then only the client can end it', async () => {
    await throwSwitches({ faults: [{ kind: 'hang' }] });
    await expect(read(url('ArInvoice'), { signal: AbortSignal.timeout(150) })).rejects.toThrow();
    expect((await oneRow()).status).toBe(200);
  });

  it('given requests, then the log tells entity, query, status and rows, and no credential', async () => {
    simulator.controls.clearRequests();
    await read(url('ArInvoice', { $top: 2 }));
    await throwSwitches({ faults: [{ kind: 'reset' }] });
    await oneRow().catch(() => undefined);
    const { items } = (await (await fetch(`${simulator.url}/__sim/requests`)).json()) as { items: object[] };
    expect(items).toMatchObject([
      { method: 'GET', entity: 'ArInvoice', query: '$top=2', status: 200, rows: 2, operator: 'ODATA' },
      { status: 0 },
    ]);
    expect(JSON.stringify(items)).not.toMatch(/simulator-odata|Basic/);
  });
});
