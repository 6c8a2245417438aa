import { describe, expect, it } from '@jest/globals';
import { DEFAULT_RELAY_LIMITS, judgeRelay, type RelayObservation } from './judge-relay.js';

const judge = (observation: RelayObservation) => judgeRelay(observation, DEFAULT_RELAY_LIMITS);

describe('judgeRelay', () => {
  it.each<[string, RelayObservation]>([
    ['idle', {}],
    ['in a slow publication', { step: { of: 'kafka', ms: 290_000 } }],
    ['failing for a while', { failing: { code: 'KAFKA_UNAVAILABLE', ms: 890_000 } }],
    ['told "not now" by Kafka for hours', { failing: { code: 'KAFKA_BUSY', ms: 9_000_000 } }],
  ])('given a relay that is %s, when judged, then it is not stalled', (_, observation) => {
    expect(judge(observation)).toBeUndefined();
  });

  it.each<[string, RelayObservation]>([
    ['no answer of Kafka to the relay for 301 s, though it answers others', { step: { of: 'kafka', ms: 301_000 } }],
    [
      'no answer of Postgres to the relay for 301 s, though it answers others',
      { step: { of: 'postgres', ms: 301_000 } },
    ],
    [
      'every round has failed for 901 s (KAFKA_UNAVAILABLE), though Kafka and Postgres answer others',
      { failing: { code: 'KAFKA_UNAVAILABLE', ms: 901_000 } },
    ],
  ])('given %s, when judged, then that is why it stalled', (reason, observation) => {
    expect(judge(observation)).toBe(reason);
  });
});
