import { encodeEvent } from '@ledgerbridge/contracts';
import { aCustomer, until } from '@ledgerbridge/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { InMemoryMessageBus } from '../kafka/in-memory-message-bus.js';
import { targetIdOf, type ScriptedTarget } from './testing/scripted-target.fixture.spec.js';
import { TOKENS, WriterService } from './testing/writer-service.fixture.spec.js';

describe('DeliveriesModule', () => {
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

  it('given events on the topic, then they are written through the held connection and listed with counts', async () => {
    const refusal = {
      kind: 'permanent',
      failureClass: 'rejected',
      code: 'BAD_ZIP',
      message: 'no',
      details: {},
    } as const;
    const events = ['C1', 'C2', 'C3'].map((number) => aCustomer().withNumber(number).event());
    target.script(targetIdOf({ connection: '', type: 'customer', sourceId: 'C2' }), {
      kind: 'refuse',
      classification: refusal,
    });
    await bus.publish(events.map(encodeEvent));
    const listed = await until(async () => {
      const answer = await list('?connection=target');
      return answer.counts.delivered === 2 && answer.counts.failed === 1 && answer;
    });
    expect(listed.items.map(({ record }) => record.sourceId)).toEqual(['C3', 'C2', 'C1']);
    expect(listed.counts).toMatchObject({ pending: 0, writing: 0, in_doubt: 0, ignored: 0 });
  });

  it('given filters and a limit, then pages follow one another without gap or overlap', async () => {
    const failed = await list('?connection=target&state=failed');
    expect(failed.items).toMatchObject([{ state: 'failed', reason: 'BAD_ZIP', record: { sourceId: 'C2' } }]);
    expect((await list('?connection=other')).counts.delivered).toBe(0);
    expect((await list('?type=customer&recordId=C1')).items).toHaveLength(1);
    const first = await list('?limit=2');
    const second = await list(`?limit=2&after=${first.next}`);
    expect([...first.items, ...second.items].map(({ record }) => record.sourceId)).toEqual(['C3', 'C2', 'C1']);
    expect(second.next).toBeUndefined();
    expect((await call('GET', '/v1/deliveries?state=lost')).status).toBe(400);
  });

  it('given one delivery, then its steps are shown without bodies', async () => {
    const [delivered] = (await list('?recordId=C1')).items;
    const { body } = await call<object>('GET', `/v1/deliveries/${delivered?.id}`);
    expect(body).toMatchObject({
      state: 'delivered',
      targetId: 'customer-C1',
      steps: [{ step: 'create', progress: 'done' }],
    });
    expect(JSON.stringify(body)).not.toContain('digest');
    expect(await call('GET', '/v1/deliveries/not-a-uuid')).toMatchObject({ status: 400 });
    expect(await call('GET', '/v1/deliveries/0b8f2a2e-5c1b-4c55-9b53-0a5d3f7f1b2c')).toMatchObject({
      status: 404,
      body: { code: 'DELIVERY_UNKNOWN' },
    });
  });

  it('given a failed delivery, when an operator retries it, then it runs again and the wish is told', async () => {
    const [failed] = (await list('?recordId=C2')).items;
    const path = `/v1/deliveries/${failed?.id}/retry`;
    expect(await call('POST', path)).toMatchObject({ status: 403 });
    expect(await call('POST', path, TOKENS.operator)).toMatchObject({ status: 200, body: { id: failed?.id } });
    await until(async () => (await list('?recordId=C2')).items[0]?.state === 'delivered');
    expect(await call('POST', path, TOKENS.operator)).toMatchObject({
      status: 409,
      body: { code: 'DELIVERY_NOT_FAILED' },
    });
    const commands: string[] = [];
    const consumer = await bus.consume({
      groupId: 'spec',
      topics: ['bridge.commands.v1'],
      onBatch: async ({ messages }) => void commands.push(...messages.map(({ value }) => value?.toString() ?? '')),
      onFatal: () => undefined,
    });
    await until(() => commands.length > 0);
    await consumer.stop();
    expect(JSON.parse(commands[0] ?? '')).toMatchObject({
      type: 'retry-deliveries',
      by: 'operator/ann',
      connection: 'target',
      scope: { deliveryIds: [failed?.id] },
    });
  });

  it('given a message that cannot be a delivery, then it goes to the dead letters and the rest flows', async () => {
    const broken = encodeEvent(aCustomer().withNumber('C4').event());
    const good = encodeEvent(aCustomer().withNumber('C5').event());
    await bus.publish([{ ...broken, headers: { ...broken.headers, ce_id: 'no-uuid' } }, good]);
    await until(async () => (await list('?recordId=C5')).items[0]?.state === 'delivered');
    expect((await list('?recordId=C4')).items).toEqual([]);
  });

  it('given the running service, then its OpenAPI names the deliveries', async () => {
    const { body } = await call<{ paths: object }>('GET', '/openapi.json');
    expect(Object.keys(body.paths)).toEqual(
      expect.arrayContaining([
        '/v1/deliveries',
        '/v1/deliveries/{id}',
        '/v1/deliveries/{id}/retry',
        '/v1/deliveries/{id}/ignore',
        '/v1/deliveries/retry',
        '/v1/deliveries/ignore',
      ]),
    );
  });
});
