import type { Mutation } from '../mutation.js';

const OUTBOX = 'libs/eventing/src/outbox';
const PUBLISHING = 'libs/eventing/src/publishing';
const RELAY_SPEC = `${OUTBOX}/outbox-relay.int.spec.ts`;

/** Rule 1, and the sequence that every consumer relies on. */
export const PUBLISH_MUTATIONS: readonly Mutation[] = [
  {
    rule: 1,
    clause: 'change, cursor and outbox row commit in one transaction',
    file: 'libs/sync/src/stream-run.ts',
    text: 'observations.length === 0 ? [] : await publisher.publish(tx, observations)',
    becomes: 'await dataSource.transaction((own) => publisher.publish(own, observations))',
    spec: 'libs/sync/src/sync-interruption.int.spec.ts',
    test: 'given a page that fails, then nothing of it is kept',
  },
  {
    rule: 1,
    clause: 'one relay per service',
    file: `${OUTBOX}/outbox-service.ts`,
    text: 'this.leases.keep(RELAY_LEASE,',
    becomes: 'this.leases.keep(`${RELAY_LEASE} ${Math.random()}`,',
    spec: `${OUTBOX}/outbox-service.int.spec.ts`,
    test: 'given two replicas, when both append, then one relays for both',
  },
  {
    rule: 1,
    clause: 'selects what is unpublished, never what is beyond the last id seen',
    file: `${OUTBOX}/outbox-store.ts`,
    text: 'WHERE published_at IS NULL AND topic <> ALL ($3::text[])',
    becomes:
      'WHERE published_at IS NULL AND id > coalesce((SELECT max(id) FROM outbox WHERE published_at IS NOT NULL), 0)' +
      ' AND topic <> ALL ($3::text[])',
    spec: RELAY_SPEC,
    test: 'given a lower id that commits later',
  },
  {
    rule: 1,
    clause: 'idempotent producer',
    file: 'libs/eventing/src/kafka/kafkajs-producer.ts',
    text: 'idempotent: true,',
    becomes: 'idempotent: false,',
    spec: 'libs/eventing/src/kafka/kafkajs-producer.unit.spec.ts',
    test: 'given a producer, then it is idempotent',
  },
  {
    rule: 1,
    clause: 'per-key order',
    file: `${OUTBOX}/outbox-store.ts`,
    text: '   WHERE bytes_before < $2\n   ORDER BY id`',
    becomes: '   WHERE bytes_before < $2\n   ORDER BY id DESC`',
    spec: RELAY_SPEC,
    test: 'given rows of several keys, when relayed',
  },
  {
    rule: 1,
    clause: 'per-key order past a refused message',
    file: `${OUTBOX}/outbox-relay.ts`,
    text: '      if (this.refused.holdsBack(row)) continue;\n',
    becomes: '',
    spec: RELAY_SPEC,
    test: 'given a message Kafka refuses for good, when it would take the next of its key',
  },
  {
    rule: 1,
    clause: 'marks after the acknowledgement',
    file: `${OUTBOX}/outbox-relay.ts`,
    text: "      await this.waitFor('kafka', unlessAborted(this.bus.publish(rows), signal));",
    becomes: '      await this.mark(rows);\n      await unlessAborted(this.bus.publish(rows), signal);',
    spec: RELAY_SPEC,
    test: 'given a broker that fails for a while',
  },
  {
    rule: 1,
    clause: 'what a relay that lost its lease had in hand is not marked',
    file: `${OUTBOX}/outbox-relay.ts`,
    text: 'if (!signal.aborted) await this.mark(rows);',
    becomes: 'await this.mark(rows);',
    spec: RELAY_SPEC,
    test: 'given a relay that loses its lease while a publish is under way',
  },
  {
    rule: 1,
    clause: 'the row lock of a record orders its publications',
    file: `${PUBLISHING}/published-records.ts`,
    text: '\n     FOR UPDATE OF r`',
    becomes: '`',
    spec: `${PUBLISHING}/record-publisher.int.spec.ts`,
    test: 'given publishers racing for the same records',
  },
  {
    rule: 1,
    clause: 'an older version of the source is not published',
    file: `${PUBLISHING}/decide-publication.ts`,
    text: 'isOlder(sourceVersionMs, previous.sourceVersionMs) || isBeforeDeletion(',
    becomes: 'isBeforeDeletion(',
    spec: `${PUBLISHING}/decide-publication.unit.spec.ts`,
    test: 'given a newer version published, when an older one is seen late',
  },
  {
    rule: 1,
    clause: 'what was before a deletion does not revive the record',
    file: `${PUBLISHING}/decide-publication.ts`,
    text: ' || isBeforeDeletion(observation, lifecycle, previous)',
    becomes: '',
    spec: `${PUBLISHING}/decide-publication.unit.spec.ts`,
    test: 'given a deletion that left the version as it was, when the state before it is seen late',
  },
  {
    rule: 1,
    clause: 'a deletion is published once',
    file: `${PUBLISHING}/decide-publication.ts`,
    text: "(lifecycle === 'deleted' && previous.lifecycle === 'deleted')",
    becomes: 'false',
    spec: `${PUBLISHING}/decide-publication.unit.spec.ts`,
    test: 'given a customer through its life',
  },
];
