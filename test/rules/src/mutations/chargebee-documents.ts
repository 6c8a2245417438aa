import type { Mutation } from '../mutation.js';

const CHARGEBEE = 'apps/chargebee-gateway/src/chargebee';
const PACE = `${CHARGEBEE}/pace/request-limiter`;
const WRITING = 'apps/chargebee-gateway/src/writing';

/** Credit notes, payments and the pace of a site. */
export const CHARGEBEE_DOCUMENT_MUTATIONS: readonly Mutation[] = [
  {
    rule: 4,
    clause: 'a payment has no id of ours: its mark is looked for before every send',
    file: `${WRITING}/stored-request.ts`,
    text: '...(NEVER_REFUSED.has(step) ? { readBackFirst: true } : {}),',
    becomes: '',
    spec: `${WRITING}/rebuilt-schema.int.spec.ts`,
    test: 'given every kind of record is there, when all lands again',
  },
  {
    rule: 6,
    clause: 'a new holder starts with an empty bucket',
    file: `${PACE}.ts`,
    text: 'this.nextAt = Math.max(clock.now() + this.intervalMs, predecessor?.nextAt ?? 0);',
    becomes: 'this.nextAt = predecessor?.nextAt ?? 0;',
    spec: `${PACE}.unit.spec.ts`,
    test: 'given a new holder, then the first call waits for its turn',
  },
  {
    rule: 6,
    clause: 'unused time is not saved up as credit',
    file: `${PACE}.ts`,
    text: 'Math.max(this.nextAt, this.clock.now() - CATCH_UP_MS)',
    becomes: 'this.nextAt',
    spec: `${PACE}.unit.spec.ts`,
    test: 'given an idle hour, then no credit was saved up',
  },
  {
    rule: 6,
    clause: 'readers and writers have shares',
    file: `${PACE}.ts`,
    text: 'new FairQueue(pace.shares)',
    becomes: 'new FairQueue({ intake: 1, delivery: 1_000 })',
    spec: `${PACE}.unit.spec.ts`,
    test: 'given any shares and both lanes with work',
  },
  {
    rule: 6,
    clause: 'one pace a site: a changed connection ends the one before',
    file: `${CHARGEBEE}/chargebee-sessions.ts`,
    text: 'void known?.session.close();',
    becomes: '',
    spec: `${CHARGEBEE}/chargebee-sessions.unit.spec.ts`,
    test: 'then the pace starts anew and the one before makes no more calls',
  },
  {
    rule: 7,
    clause: 'a credit note needs its invoice',
    file: `${WRITING}/decide-credit-note.ts`,
    text: 'if (!isThere && invoiceLink === undefined) return withoutCredited(invoice, standing);',
    becomes: '',
    spec: `${WRITING}/credit-notes.int.spec.ts`,
    test: 'given one of an invoice that is not there yet, then it waits for that by name',
  },
  {
    rule: 9,
    clause: 'what hangs on an earlier document is not written either',
    file: `${WRITING}/document-rules.ts`,
    text: "if (standing.reason === 'before-start') return skipped('before-start');",
    becomes: '',
    spec: `${WRITING}/credit-notes.int.spec.ts`,
    test: 'given an invoice before the start that lands',
  },
  {
    rule: 15,
    clause: 'a recorded payment is never told together with an import as paid',
    file: `${CHARGEBEE}/invoice-request.mapper.ts`,
    text: 'if (!isPaid || accepts.recordPayments === true)',
    becomes: 'if (!isPaid)',
    spec: `${CHARGEBEE}/invoice-request.mapper.unit.spec.ts`,
    test: 'given payments are recorded one by one',
  },
];
