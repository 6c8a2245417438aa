import type { Mutation } from '../mutation.js';

const DISPATCH = 'libs/eventing/src/deliveries/dispatch';
const STOP_SPEC = `${DISPATCH}/connection-stop.int.spec.ts`;

/** What ends by itself, and what only a person or a change of the connection ends. */
export const STOP_AND_RELEASE_MUTATIONS: readonly Mutation[] = [
  {
    rule: 7,
    clause: 'a failure that awaits a record is released by query when it lands',
    file: `${DISPATCH}/wait-release.sql.ts`,
    text: "${WAITS_FOR_IT} AND d.state = 'failed'",
    becomes: "${WAITS_FOR_IT} AND d.state = 'nothing'",
    spec: `${DISPATCH}/wait-release.int.spec.ts`,
    test: 'given a failure that awaits a record, when one of its versions lands',
  },
  {
    rule: 7,
    clause: 'and only once for the same record',
    file: `${DISPATCH}/decision-change.ts`,
    text: 'return wasReleased(before, AWAITED_LANDED, awaits) ? change : { ...change, waitingOn: awaits };',
    becomes: 'return { ...change, waitingOn: awaits };',
    spec: `${DISPATCH}/wait-release.int.spec.ts`,
    test: 'given a target that awaits a landed record for ever',
  },
  {
    rule: 8,
    clause: 'a failure of the connection speaks for all: one, not one a record',
    file: `${DISPATCH}/connection-stop.ts`,
    text: 'if (this.standing) return record(untilGoesOn(delivery));',
    becomes: '',
    spec: STOP_SPEC,
    test: 'given a refusal of everything, then one delivery fails for all',
  },
  {
    rule: 8,
    clause: 'a stopped connection stays so for the next holder',
    file: `${DISPATCH}/connection-stop.ts`,
    text: 'this.standing = found !== null;',
    becomes: 'this.standing = false;',
    spec: STOP_SPEC,
    test: 'given a stop, when another holder takes over or the service starts again',
  },
  {
    rule: 8,
    clause: 'a changed connection releases what failed by configuration',
    file: `${DISPATCH}/connection-dispatch.ts`,
    text: 'await chores.releaseMisconfigured(held.connection, held.lease);',
    becomes: '',
    spec: `${DISPATCH}/configuration-release.int.spec.ts`,
    test: 'given a failure by configuration, when the connection has changed',
  },
  {
    rule: 8,
    clause: 'and what its settings held back',
    file: `${DISPATCH}/delivery-picker.ts`,
    text: "OR (d.state = 'waiting' AND d.waiting_type IS NULL)",
    becomes: '',
    spec: `${DISPATCH}/held.int.spec.ts`,
    test: 'given the same or an older version of the connection, then it stays',
  },
  {
    rule: 8,
    clause: 'an unchanged one releases nothing',
    file: `${DISPATCH}/delivery-picker.ts`,
    text: '(d.connection_version IS NULL OR d.connection_version < :version)',
    becomes: '(d.connection_version IS NULL OR d.connection_version <= :version)',
    spec: `${DISPATCH}/configuration-release.int.spec.ts`,
    test: 'given a failure by configuration, when another holder takes the same version up',
  },
];
