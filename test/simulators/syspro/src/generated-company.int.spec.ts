import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startSysproSimulator, type SysproSimulator } from './simulator.js';
import { AUTHORIZED, entityUrl, read } from './simulator.fixture.js';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
const heapMegabytes = (): number => {
  collect();
  return process.memoryUsage().heapUsed / 1024 / 1024;
};

let simulator: SysproSimulator;

beforeAll(async () => {
  simulator = await startSysproSimulator({
    seed: { generated: { invoices: 100_000 } },
    switches: { rowCap: 1_000_000 },
  });
});
afterAll(() => simulator.close());

describe('a company of 100,000 invoices', () => {
  it('given one answer with all of them, then memory stays flat while it streams', async () => {
    const before = heapMegabytes();
    let highest = before;
    let rows = 0;
    let sinceSample = 0;
    const answer = await fetch(entityUrl(simulator.odataUrl, 'ArInvoice'), { headers: { Authorization: AUTHORIZED } });
    for await (const chunk of answer.body ?? []) {
      rows +=
        Buffer.from(chunk as Uint8Array)
          .toString('latin1')
          .split('"Customer":').length - 1;
      sinceSample += (chunk as Uint8Array).length;
      if (sinceSample < 8_000_000) continue;
      sinceSample = 0;
      highest = Math.max(highest, heapMegabytes());
    }
    // a name cut by the border of two chunks is not counted
    expect(rows).toBeGreaterThan(98_000);
    expect(highest - before).toBeLessThan(30);
  });

  it('given pages by key, then the last is found as fast as the first', async () => {
    const timed = async (after: string) => {
      const started = performance.now();
      const $filter = `Customer gt '${after}' or (Customer eq '${after}' and Invoice gt '000000000000000')`;
      const { json } = await read(
        entityUrl(simulator.odataUrl, 'ArInvoice', { $filter, $orderby: 'Customer,Invoice,DocumentType', $top: 500 }),
      );
      return { ms: performance.now() - started, rows: json.value.length };
    };
    await timed('C0000000');
    const last = await timed('C0001980');
    expect(last.rows).toBe(500);
    expect(last.ms).toBeLessThan(1000);
  });

  it('given lines by register or by invoice number, then they are found without reading the table', async () => {
    const started = performance.now();
    const byRegister = await read(
      entityUrl(simulator.odataUrl, 'ArTrnDetail', {
        $filter: "TrnYear eq 2026 and TrnMonth eq 10 and Register eq 5049 and Invoice gt '000000000099000'",
        $orderby: 'Register,Invoice,SummaryLine,DetailLine',
        $top: 100,
      }),
    );
    const byNumber = await read(
      entityUrl(simulator.odataUrl, 'ArTrnDetail', {
        $filter: "Invoice eq '000000000099999' or Invoice eq '000000000000001'",
      }),
    );
    expect([byRegister.json.value.length, byNumber.json.value.length]).toEqual([100, 4]);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});
