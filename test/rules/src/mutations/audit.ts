import type { Mutation } from '../mutation.js';

const AUDIT = 'apps/audit/src';
const AUDIT_SPEC = `${AUDIT}/audit.int.spec.ts`;

/** Rule 13. */
export const AUDIT_MUTATIONS: readonly Mutation[] = [
  {
    rule: 13,
    clause: 'raw bytes are kept',
    file: `${AUDIT}/events/event-store.ts`,
    text: 'column(({ message }) => message.value),',
    becomes: "column(({ message }) => message.value && Buffer.from(message.value.toString('utf8'))),",
    spec: AUDIT_SPEC,
    test: 'given messages of any kind on any topic, then each is in the trail byte for byte',
  },
  {
    rule: 13,
    clause: 'a changed row breaks the chain',
    file: `${AUDIT}/verification/chain-verifier.ts`,
    text: 'expected.equals(row.hash) ?',
    becomes: 'expected.length === row.hash.length ?',
    spec: AUDIT_SPEC,
    test: 'given a superuser who gets around that',
    needsWholeFile: true,
  },
  {
    rule: 13,
    clause: 'every part of a message is in its hash',
    file: `${AUDIT}/events/hash-chain.ts`,
    text: '  add(message.key);\n',
    becomes: '',
    spec: `${AUDIT}/events/hash-chain.unit.spec.ts`,
    test: 'given a message with one part changed, then the hash changes',
  },
  {
    rule: 13,
    clause: 'append-only',
    file: `${AUDIT}/database/1767225600000-create-events.ts`,
    text: 'BEFORE UPDATE OR DELETE OR TRUNCATE ON events',
    becomes: 'BEFORE TRUNCATE ON events',
    spec: AUDIT_SPEC,
    test: 'given somebody tries to change the trail, then Postgres refuses',
    needsWholeFile: true,
  },
  {
    rule: 13,
    clause: 'verify checks against the consumed position too',
    file: `${AUDIT}/verification/partition-verdict.ts`,
    text: 'const problem = rows.problem ?? positionProblem(rows.lastOffset, consumedTo);',
    becomes: 'const problem = rows.problem;',
    spec: `${AUDIT}/verification/partition-verdict.unit.spec.ts`,
    test: 'given rows cut off the end, then the position gives it away',
  },
  {
    rule: 13,
    clause: 'what Postgres cannot index falls back to row-wise',
    file: `${AUDIT}/events/event-store.ts`,
    text: '    await insertRowWise(tx, rows);\n',
    becomes: '    throw error;\n',
    spec: AUDIT_SPEC,
    test: 'given ids too long for an index',
    needsWholeFile: true,
  },
];
