import { encodeEvent } from '@ledgerbridge/contracts';
import { aCustomer, until } from '@ledgerbridge/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import type { InMemoryMessageBus } from '../../kafka/in-memory-message-bus.js';
import { targetIdOf, type ScriptedTarget } from '../testing/scripted-target.fixture.spec.js';
import { TOKENS, WriterService } from '../testing/writer-service.fixture.spec.js';

describe('DeliveriesController', () => {
  let service: WriterService;
  let target: ScriptedTarget;
  let bus: InMemoryMessageBus;
  const call: WriterService['call'] = (...request) => service.call(...request);
  const list = (query?: string) => service.list(query);

  beforeAll(async () => {
    service = await WriterService.start();
    ({ target, bus } = service);
  });
  afterAll(() => service.close());

  it('given changes of state between two pages, then no delivery is shown twice and none is left out', async () => {
    await bus.publish(
      ['C1', 'P1', 'P2', 'P3', 'P4'].map((number) => encodeEvent(aCustomer().withNumber(number).event())),
    );
    await until(async () => (await list()).counts.delivered === 5);
    const first = await list('?limit=2&state=delivered');
    await service.app
      .get(DataSource)
      .query(`UPDATE deliveries SET state = 'unchanged' WHERE source_id IN ('P4', 'P1')`);
    await bus.publish([encodeEvent(aCustomer().withNumber('P5').event())]);
    await until(async () => (await list('?recordId=P5')).items[0]?.state === 'delivered');
    const second = await list(`?limit=2&state=delivered&after=${first.next}`);
    expect([...first.items, ...second.items].map(({ record }) => record.sourceId)).toEqual(['P4', 'P3', 'P2', 'C1']);
    await service.app.get(DataSource).query(`UPDATE deliveries SET state = 'delivered' WHERE state = 'unchanged'`);
  });

  it('given the other filters, then each narrows, and a wrong one is refused by what is expected', async () => {
    const ids = async (query: string) => (await list(query)).items.map(({ record }) => record.sourceId);
    expect(await ids('?customer=C1')).toEqual(['C1']);
    expect(await ids('?sourceConnection=elsewhere')).toEqual([]);
    expect(await ids('?reason=BAD_ZIP')).toEqual([]);
    expect(await ids('?landedFrom=2999-01-01T00:00:00Z')).toEqual([]);
    expect(await ids('?recordId=C1&landedBefore=2999-01-01T00:00:00Z')).toEqual(['C1']);
    const wrong = await call(
      'GET',
      '/v1/deliveries?connection=No%20Id&recordId=%00&landedFrom=yesterday&after=x&colour=red',
    );
    expect(wrong).toMatchObject({
      status: 400,
      body: {
        code: 'INVALID_REQUEST',
        errors: expect.arrayContaining([
          { field: 'connection', message: 'must be a connection id: 1 to 40 of a-z, 0-9 and -' },
          { field: 'recordId', message: 'must be text of 1 to 1000 characters' },
          { field: 'landedFrom', message: 'must be an RFC 3339 instant in UTC' },
          { field: 'after', message: 'must be the `next` of the page before' },
          { field: 'colour', message: 'unknown setting' },
        ]) as unknown,
      },
    });
  });

  it('given a failed set, when an operator counts, retries and ignores it, then the answers say what was done', async () => {
    const refusal = {
      kind: 'permanent',
      failureClass: 'rejected',
      code: 'BAD_ZIP',
      message: 'no',
      details: {},
    } as const;
    const numbers = ['S1', 'S2'];
    for (const number of numbers) {
      const refuse = { kind: 'refuse', classification: refusal } as const;
      target.script(targetIdOf({ connection: '', type: 'customer', sourceId: number }), refuse, refuse, refuse);
    }
    await bus.publish(numbers.map((number) => encodeEvent(aCustomer().withNumber(number).event())));
    const haveFailed = (count: number) => until(async () => (await list()).counts.failed === count);
    await haveFailed(2);
    const filter = { connection: 'target', reason: 'BAD_ZIP' };
    const byReason = [{ state: 'failed', reason: 'BAD_ZIP', failureClass: 'rejected', count: 2 }];
    const post = (path: string, body: object) => call('POST', `/v1/deliveries${path}`, TOKENS.operator, body);
    expect(await post('/retry', { filter, dryRun: true })).toEqual({
      status: 200,
      body: { matched: 2, superseded: 0, retried: 0, byReason, dryRun: true },
    });
    const retried = await post('/retry', { filter });
    expect(retried).toMatchObject({ status: 200, body: { matched: 2, retried: 2, byReason, dryRun: false } });
    await haveFailed(2);
    const [one] = (await list('?recordId=S1')).items;
    expect(await post(`/${one?.id}/ignore`, { reason: 'not ours' })).toMatchObject({
      status: 200,
      body: { state: 'ignored', previousState: 'failed', reason: 'not ours', details: { by: 'operator/ann' } },
    });
    expect(await post(`/${one?.id}/ignore`, { reason: 'not ours' })).toMatchObject({
      status: 409,
      body: { code: 'DELIVERY_NOT_IGNORABLE', detail: expect.stringContaining('ignored') as unknown },
    });
    expect(await post('/ignore', { filter, reason: 'none of them' })).toMatchObject({
      status: 200,
      body: { matched: 1, ignored: 1 },
    });
    expect((await list('?state=ignored')).items).toHaveLength(2);
  });

  it('given requests that lack something or say too much, then they are refused by name and nothing is done', async () => {
    const errorsOf = async (path: string, body: object) => {
      const answer = await call<{ errors?: { field: string }[] }>('POST', path, TOKENS.operator, body);
      return [answer.status, ...(answer.body.errors ?? []).map(({ field }) => field)];
    };
    const any = '/v1/deliveries/0b8f2a2e-5c1b-4c55-9b53-0a5d3f7f1b2c/ignore';
    expect(await errorsOf('/v1/deliveries/retry', {})).toEqual([400, 'filter']);
    expect(await errorsOf('/v1/deliveries/retry', { filter: {} })).toEqual([400, 'filter.connection']);
    expect(await errorsOf('/v1/deliveries/retry', { filter: [{ connection: 'target' }] })).toEqual([400, 'filter']);
    const odd = {
      filter: { connection: 'target', state: 'waiting', failureClass: 'bad' },
      dryRun: 'yes',
      connection: 'x',
    };
    expect((await errorsOf('/v1/deliveries/retry', odd)).sort()).toEqual(
      [400, 'connection', 'dryRun', 'filter.failureClass', 'filter.state'].sort(),
    );
    expect(await errorsOf('/v1/deliveries/ignore', { filter: { connection: 'target', reason: 'X' } })).toEqual([
      400,
      'reason',
    ]);
    expect(await errorsOf(any, {})).toEqual([400, 'reason']);
    expect(await errorsOf(any, { reason: '  ' })).toEqual([400, 'reason']);
    expect(await errorsOf(any, { reason: 'x'.repeat(501) })).toEqual([400, 'reason']);
    expect(await errorsOf(any, { reason: 'x' })).toEqual([404]);
  });

  it('given roles, then only operators and above may retry and ignore', async () => {
    const id = '0b8f2a2e-5c1b-4c55-9b53-0a5d3f7f1b2c';
    const filter = { connection: 'nowhere' };
    const requests: [string, object, number][] = [
      [`/v1/deliveries/${id}/retry`, {}, 404],
      [`/v1/deliveries/${id}/ignore`, { reason: 'r' }, 404],
      ['/v1/deliveries/retry', { filter }, 200],
      ['/v1/deliveries/ignore', { filter, reason: 'r' }, 200],
    ];
    for (const [path, body, allowed] of requests) {
      const statuses = await Promise.all(
        ['no-such-token-000001', TOKENS.viewer, TOKENS.operator, TOKENS.admin].map(
          async (token) => (await call('POST', path, token, body)).status,
        ),
      );
      expect([path, ...statuses]).toEqual([path, 401, 403, allowed, allowed]);
    }
  });

  it('given a delivery behind one of its customer that is in doubt, then it says so', async () => {
    let answer: () => void = () => undefined;
    const hanging = new Promise<void>((resolve) => (answer = resolve));
    target.script(targetIdOf({ connection: '', type: 'customer', sourceId: 'H1' }), {
      kind: 'hang',
      until: hanging,
      applied: true,
    });
    await bus.publish([encodeEvent(aCustomer().withNumber('H1').event({ version: 1 }))]);
    await until(async () => (await list('?recordId=H1')).items[0]?.state === 'writing');
    await bus.publish([encodeEvent(aCustomer().withNumber('H1').with({ name: 'New' }).event({ version: 2 }))]);
    const [next, flying] = await until(async () => {
      const { items } = await list('?recordId=H1');
      return items.length === 2 && items;
    });
    const { body } = await call<object>('GET', `/v1/deliveries/${next?.id}`);
    expect(body).toMatchObject({ state: 'pending', ahead: { id: flying?.id, state: 'writing' } });
    answer();
    await until(async () => (await list('?recordId=H1')).items[0]?.state === 'delivered');
  });
});
