import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Fault } from '@ledgerbridge/simulator-syspro';
import { IngestFixture } from './ingest.fixture.js';

describe('failures of the OData service', () => {
  let fixture: IngestFixture;

  const failing = async (fault: Fault) => {
    fixture.simulator.controls.setSwitches({ faults: [{ times: 0, ...fault }] });
    const run = await fixture.sync({ streams: ['customers'] });
    fixture.simulator.controls.setSwitches({ faults: [] });
    return run;
  };

  beforeAll(async () => {
    fixture = await IngestFixture.create({
      settings: { timeouts: { requestSeconds: 1, connectSeconds: 1 }, odata: { attempts: 2 } },
    });
    await fixture.start();
    await fixture.firstPoll();
  });

  afterAll(() => fixture.close());

  const table = 'ArCustomer';
  it.each<[string, Fault, string, RegExp]>([
    ['401', { kind: 'status', status: 401 }, 'SYSPRO_UNAUTHORIZED', /odata\.username and odata\.password/],
    ['403', { kind: 'status', status: 403, entity: table }, 'SYSPRO_FORBIDDEN', /\(ArCustomer\).*grant SELECT/],
    ['404', { kind: 'status', status: 404, entity: table }, 'SYSPRO_NOT_FOUND', /\(ArCustomer\).*odata\.baseUrl/],
    ['400', { kind: 'status', status: 400, entity: table }, 'SYSPRO_QUERY_REFUSED', /refused the query/],
    ['429', { kind: 'status', status: 429, retryAfter: '0' }, 'SYSPRO_THROTTLED', /fewer requests/],
    ['500', { kind: 'status', status: 500 }, 'SYSPRO_SERVER_ERROR', /failed \(5xx\)/],
    ['503', { kind: 'status', status: 503 }, 'SYSPRO_SERVER_ERROR', /failed \(5xx\)/],
    ['302', { kind: 'status', status: 302 }, 'SYSPRO_REDIRECTED', /credentials are not sent there/],
    ['a page of HTML', { kind: 'html' }, 'SYSPRO_NOT_JSON', /a proxy, a login page/],
    ['JSON cut off', { kind: 'truncate', entity: table }, 'SYSPRO_(INVALID_JSON|CONNECTION_BROKEN)', /cut off|broke/],
    ['no answer', { kind: 'hang' }, 'SYSPRO_TIMEOUT', /timeouts\.requestSeconds/],
    ['a reset', { kind: 'reset' }, 'SYSPRO_CONNECTION_BROKEN', /broke the connection/],
  ])(
    'given %s, when polled, then the run fails with its own error and nothing of the answer in it',
    async (_, fault, code, text) => {
      const run = await failing(fault);
      expect(run.state).toBe('failed');
      expect(run.error).toMatch(new RegExp(`^${code}$`));
      expect(run.message).toMatch(text);
      expect(run.message).toContain('acme-syspro');
      expect(JSON.stringify(run)).not.toMatch(/simulator-odata|<html|Server Error/);
    },
  );

  it.each<[string, Fault]>([
    ['one 503', { kind: 'status', status: 503 }],
    ['one reset', { kind: 'reset' }],
    ['one answer cut off', { kind: 'truncate' }],
  ])('given %s, when polled, then the request is tried again and the run completes', async (_, fault) => {
    fixture.simulator.controls.setSwitches({ faults: [fault] });
    expect(await fixture.sync({ streams: ['customers'] })).toMatchObject({ state: 'completed' });
  });

  it('given credentials that stop working in the middle, when polled, then the run fails and the next one is whole', async () => {
    fixture.simulator.controls.setSwitches({ unauthorizedAfter: 2 });
    expect(await fixture.sync({ streams: ['invoices'] })).toMatchObject({ error: 'SYSPRO_UNAUTHORIZED' });
    fixture.simulator.controls.setSwitches({ unauthorizedAfter: 0 });
    expect(await fixture.sync({ streams: ['invoices'] })).toMatchObject({ state: 'completed' });
  });

  it('given a service that is gone, when polled, then the run says it cannot be reached', async () => {
    await fixture.simulator.close();
    expect(await fixture.sync({ streams: ['customers'] })).toMatchObject({ error: 'SYSPRO_UNREACHABLE' });
  });
});
