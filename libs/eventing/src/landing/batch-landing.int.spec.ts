import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { decodeOperation } from '@ledgerbridge/contracts';
import { MessagingFixture } from '../database/messaging.fixture.spec.js';
import { events, ServiceLives, TOPIC, type Death } from './service-lives.fixture.spec.js';

describe('BatchLanding', () => {
  let fixture: MessagingFixture;
  let lives: ServiceLives;

  beforeAll(async () => {
    fixture = await MessagingFixture.open();
    await fixture.database.query('CREATE TABLE landed (value text NOT NULL)');
  });

  afterAll(() => fixture.close());

  beforeEach(async () => {
    await fixture.empty();
    await fixture.database.query('TRUNCATE landed');
    lives = new ServiceLives(fixture);
  });

  async function position() {
    const [row] = await fixture.database.query<Record<string, unknown>[]>(
      `SELECT next_offset, landed_from, landed_to, acknowledged, last_event_id, replay_to FROM consumer_positions`,
    );
    return row;
  }

  it('given a partition never landed, when read, then everything lands once and the position is acknowledged', async () => {
    await lives.append(...events(0, 25)).live();
    expect(lives.handled).toEqual(events(0, 25));
    expect(lives.committed).toBe(25n);
    expect(await position()).toEqual({
      next_offset: '25',
      landed_from: '20',
      landed_to: '25',
      acknowledged: true,
      last_event_id: 'e24',
      replay_to: null,
    });
  });

  it.each<Death>(['in-handler', 'after-postgres', 'after-kafka'])(
    'given a process that dies %s, when the next one starts, then every message has landed exactly once and none as replay',
    async (at) => {
      await lives.append(...events(0, 30)).live({ dies: { at, inBatch: 2 } });
      await lives.live();
      await lives.append('e30').live();
      expect(lives.handled).toEqual(events(0, 31));
      expect(await position()).toMatchObject({ next_offset: '31', acknowledged: true });
    },
  );

  it('given a process that died before the commit, when nothing new arrives, then the next one commits for it', async () => {
    await lives.append(...events(0, 10)).live({ dies: { at: 'after-postgres', inBatch: 1 } });
    expect(lives.committed).toBeUndefined();
    await lives.live();
    expect(lives.committed).toBe(10n);
    expect(lives.handled).toEqual(events(0, 10));
    expect(await position()).toMatchObject({ acknowledged: true });
  });

  it('given an operator who resets the group to the start, when read, then all lands again as replay, new messages not', async () => {
    await lives.append(...events(0, 25)).live();
    lives.committed = 0n;
    lives.handled.length = 0;
    await lives.append('e25', 'e26').live();
    expect(lives.handled).toEqual([...events(0, 25).map((event) => `${event}*`), 'e25', 'e26']);
    const replays = await fixture.database.query<Record<string, unknown>[]>(
      'SELECT topic, from_offset, to_offset, finished_at IS NOT NULL AS finished FROM landing_replays',
    );
    expect(replays).toEqual([{ topic: TOPIC, from_offset: '0', to_offset: '25', finished: true }]);
  });

  it('given a batch that ended while its start was being decided, when it looked like a reset, then it is none', async () => {
    await lives.append(...events(0, 25)).live();
    await lives.live({ sees: 20n });
    expect(lives.handled).toEqual(events(0, 25));
    expect(await fixture.database.query('SELECT * FROM landing_replays')).toEqual([]);
  });

  it('given a replay cut off by a crash, when the next process starts, then the rest is still a replay', async () => {
    await lives.append(...events(0, 30)).live();
    lives.committed = 0n;
    lives.handled.length = 0;
    await lives.live({ dies: { at: 'after-postgres', inBatch: 2 } });
    await lives.live();
    expect(lives.handled).toEqual(events(0, 30).map((event) => `${event}*`));
    expect(await position()).toMatchObject({ next_offset: '30', replay_to: null });
  });

  it('given a group moved ahead, when read, then the skip is not honoured', async () => {
    await lives.append(...events(0, 10)).live();
    lives.append(...events(10, 20)).committed = 18n;
    await lives.live();
    expect(lives.handled).toEqual(events(0, 20));
  });

  it('given a schema that was dropped while Kafka kept the commits, when read, then everything lands again', async () => {
    await lives.append(...events(0, 20)).live();
    await fixture.empty();
    lives.handled.length = 0;
    await lives.live({ dies: { at: 'after-postgres', inBatch: 1 } });
    await lives.live();
    expect(lives.handled).toEqual(events(0, 20));
  });

  it('given a recreated topic of the same length, when read, then it stops and says so', async () => {
    await lives.append(...events(0, 10)).live();
    const other = new ServiceLives(fixture).append(...events(100, 115));
    await expect(other.live()).rejects.toMatchObject({ code: 'TOPIC_RECREATED', retryable: false });
    expect(other.handled).toEqual([]);
  });

  it('given a recreated topic that is shorter, when assigned, then it stops and says so', async () => {
    await lives.append(...events(0, 10)).live();
    const other = new ServiceLives(fixture).append(...events(100, 105));
    await expect(other.live()).rejects.toMatchObject({
      code: 'TOPIC_RECREATED',
      details: { topic: TOPIC, partition: 0 },
    });
  });

  it.each([
    ['shorter', events(100, 103)],
    ['longer', events(100, 130)],
  ])(
    'given a topic made again under a running consumer, %s by now, when its client begins anew, then it stops and lands nothing of it',
    async (_what, remade) => {
      const running = lives.append(...events(0, 20)).live({
        afterBatch: async () => {
          if (lives.log[0] === remade[0]) return undefined;
          lives.log.splice(0, Infinity, ...remade);
          return 0n;
        },
      });
      await expect(running).rejects.toMatchObject({ code: 'TOPIC_RECREATED' });
      expect(lives.handled).toEqual(events(0, 10));
    },
  );

  it('given another process that landed the partition meanwhile, when a stale one lands, then it is refused and nothing doubles', async () => {
    lives.append(...events(0, 20));
    const other = new ServiceLives(fixture).append(...events(0, 20));
    other.committed = 10n;
    const stale = lives.live({
      afterBatch: () => other.live(),
      handle: async (_, tx) => {
        await tx.query(`INSERT INTO landed VALUES ('by the stale one')`);
      },
    });
    await expect(stale).rejects.toMatchObject({ code: 'POSITION_MOVED', retryable: true });
    expect(other.handled).toEqual(events(10, 20));
    expect(await fixture.database.query('SELECT * FROM landed')).toHaveLength(1);
  });

  it('given a message Postgres cannot store, when its batch lands, then it is a dead letter with its bytes and the rest lands', async () => {
    lives.append('good', 'nul\u0000', 'also good');
    await lives.live({
      handle: async (messages, tx) => {
        for (const { value } of messages) await tx.query('INSERT INTO landed VALUES ($1)', [value?.toString()]);
      },
    });
    const landed = await fixture.database.query<{ value: string }[]>('SELECT value FROM landed ORDER BY value');
    expect(landed).toEqual([{ value: 'also good' }, { value: 'good' }]);
    const [letter] = await fixture.database.query<{ headers: Record<string, string>; value: Buffer; key: string }[]>(
      'SELECT headers, value, key FROM outbox',
    );
    expect(letter?.key).toBe('key');
    const content = decodeOperation('deadLetters', letter ?? { headers: {}, value: null });
    expect(content).toMatchObject({ service: 'spec', code: 'NOT_STORABLE', topic: TOPIC, partition: 0, offset: '1' });
    expect(Buffer.from(content.value ?? '', 'base64').toString()).toBe('nul\u0000');
    expect(lives.committed).toBe(3n);
  });
});
