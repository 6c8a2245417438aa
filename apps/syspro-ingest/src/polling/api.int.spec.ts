import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { schemaDrift } from '@ledgerbridge/service';
import { CONNECTION, IngestFixture, STREAMS, TOKENS } from './ingest.fixture.js';

describe('API of syspro-ingest', () => {
  let fixture: IngestFixture;
  let url: string;

  const call = async (
    method: string,
    path: string,
    { body, token = TOKENS.operator }: { body?: object; token?: string } = {},
  ) => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };

  beforeAll(async () => {
    fixture = await IngestFixture.create();
    await fixture.start();
    await fixture.firstPoll();
    await fixture.app.listen(0, '127.0.0.1');
    url = await fixture.app.getUrl();
  });

  afterAll(() => fixture.close());

  it('given the migrations, then they make what the entities describe', async () => {
    expect(await schemaDrift(fixture.db)).toEqual([]);
  });

  it('given a request for a sync, then 202 with a run that can be followed to its end', async () => {
    const asked = await call('POST', `/v1/connections/${CONNECTION}/sync`, { body: {} });
    expect(asked).toMatchObject({ status: 202, body: { runId: expect.any(String) } });
    const run = await fixture.ended(String(asked.body['runId']));
    expect(await call('GET', `/v1/sync-runs/${run.runId}`, { token: TOKENS.viewer })).toMatchObject({
      status: 200,
      body: { state: 'completed', trigger: 'demand', streams: STREAMS.map((stream) => ({ stream })) },
    });
    expect(await call('GET', `/v1/sync-runs?connection=${CONNECTION}&limit=1`)).toMatchObject({
      body: { items: [{ runId: run.runId }], next: run.runId },
    });
  });

  it('given one stream and days, then the run reads those', async () => {
    const body = { stream: 'invoices', from: '2026-09-01', to: '2026-09-02' };
    const asked = await call('POST', `/v1/connections/${CONNECTION}/sync`, { body });
    const run = await fixture.ended(String(asked.body['runId']));
    expect(run.streams).toMatchObject([{ stream: 'invoices', windowFrom: '2026-09-01', windowTo: '2026-09-02' }]);
  });

  it.each([
    ['an unknown connection', 'POST', '/v1/connections/nobody/sync', {}, 404, 'CONNECTION_NOT_FOUND'],
    ['an unknown stream', 'POST', `/v1/connections/${CONNECTION}/sync`, { stream: 'x' }, 400, 'UNKNOWN_STREAM'],
    [
      'days turned round',
      'POST',
      `/v1/connections/${CONNECTION}/sync`,
      { from: '2026-02-02', to: '2026-02-01' },
      400,
      'INVALID_WINDOW',
    ],
    [
      'a day that is none',
      'POST',
      `/v1/connections/${CONNECTION}/sync`,
      { from: '2026-02-30' },
      400,
      'INVALID_REQUEST',
    ],
    ['an unknown field', 'POST', `/v1/connections/${CONNECTION}/sync`, { since: 1 }, 400, 'INVALID_REQUEST'],
    [
      'an unknown run',
      'GET',
      '/v1/sync-runs/00000000-0000-4000-8000-000000000000',
      undefined,
      404,
      'SYNC_RUN_NOT_FOUND',
    ],
    ['a run id that is none', 'GET', '/v1/sync-runs/5', undefined, 400, 'INVALID_REQUEST'],
  ] as const)('given %s, then a problem says so', async (_, method, path, body, status, code) => {
    expect(await call(method, path, body === undefined ? {} : { body })).toMatchObject({ status, body: { code } });
  });

  it('given a viewer or nobody, then no sync can be asked for', async () => {
    const path = `/v1/connections/${CONNECTION}/sync`;
    expect((await call('POST', path, { body: {}, token: TOKENS.viewer })).status).toBe(403);
    expect((await call('POST', path, { body: {}, token: 'nobody' })).status).toBe(401);
  });

  it('given a healthy service, when the connection is tested, then every check says what was found', async () => {
    const { status, body } = await call('POST', `/v1/connections/${CONNECTION}/test`);
    expect({ status, ok: body['ok'] }).toEqual({ status: 200, ok: true });
    expect((body['checks'] as { name: string }[]).map(({ name }) => name)).toEqual([
      'service',
      'clock',
      'table ArCustomer',
      'table ArInvoice',
      'table ArTrnSummary',
      'table ArTrnDetail',
      'table ArInvoicePay',
      'table TblArTerms',
      'table InvMaster',
      'filter',
      'date literal',
    ]);
  });

  it('given a service without filters or with wrong credentials, when tested, then the check that fails says what to do', async () => {
    fixture.simulator.controls.setSwitches({ filterable: false });
    const filter = await call('POST', `/v1/connections/${CONNECTION}/test`);
    expect(filter.body).toMatchObject({
      ok: false,
      checks: expect.arrayContaining([expect.objectContaining({ name: 'filter', ok: false })]),
    });
    fixture.simulator.controls.setSwitches({
      filterable: true,
      unauthorizedAfter: 1,
      faults: [{ kind: 'status', status: 401, times: 0 }],
    });
    const refused = await call('POST', `/v1/connections/${CONNECTION}/test`);
    expect(refused.body).toMatchObject({
      ok: false,
      checks: [{ name: 'service', ok: false, detail: expect.stringContaining('401') }],
    });
    expect(JSON.stringify(refused.body)).not.toContain('simulator-odata');
  });
});
