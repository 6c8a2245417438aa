import { describe, expect, it } from '@jest/globals';
import type { ConsumerHealth } from '../kafka/message-bus.port.js';
import { judgeConsumer } from './judge-consumer.js';

const idle: ConsumerHealth = { joined: true, assigned: 3, busy: 0, fetchAgeMs: 400, heartbeatAgeMs: 1_500 };

function judge(
  health: Partial<ConsumerHealth>,
  more: { outsideMs?: number; busyMs?: number } = {},
): string | undefined {
  return judgeConsumer({ health: { ...idle, ...health }, outsideMs: 0, busyMs: 0, ...more });
}

describe('judgeConsumer', () => {
  it.each<[string, Partial<ConsumerHealth>, { outsideMs?: number; busyMs?: number }]>([
    ['idle', {}, {}],
    ['busy with a slow batch, so that nothing is fetched', { busy: 1, fetchAgeMs: 120_000 }, { busyMs: 120_000 }],
    ['between two memberships', { joined: false, fetchAgeMs: 90_000 }, { outsideMs: 90_000 }],
  ])('given a consumer that is %s, when judged, then it is well', (_, health, more) => {
    expect(judge(health, more)).toBeUndefined();
  });

  it.each<[string, Partial<ConsumerHealth>, { outsideMs?: number; busyMs?: number }]>([
    ['no answer to a fetch for 61 s', { fetchAgeMs: 61_000 }, {}],
    ['no heartbeat for 61 s', { heartbeatAgeMs: 61_000 }, {}],
    ['the same batch in hand for 301 s', { busy: 1 }, { busyMs: 301_000 }],
    ['not a member of its group for 181 s', { joined: false }, { outsideMs: 181_000 }],
  ])('given %s, when judged, then that is why it stalled', (reason, health, more) => {
    expect(judge(health, more)).toBe(reason);
  });
});
