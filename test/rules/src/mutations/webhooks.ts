import type { Mutation } from '../mutation.js';

const GATEWAY = 'apps/chargebee-gateway/src';
const WEBHOOKS = `${GATEWAY}/webhooks`;
const READING = `${GATEWAY}/chargebee/reading`;
const INTAKE_SPEC = `${WEBHOOKS}/webhook-intake.unit.spec.ts`;
const CREDENTIALS_SPEC = `${WEBHOOKS}/webhook-credentials.unit.spec.ts`;
const WEBHOOKS_SPEC = `${WEBHOOKS}/webhooks.int.spec.ts`;

/** What comes from Chargebee: who is believed, what is kept, and what it is made of. */
export const WEBHOOK_MUTATIONS: readonly Mutation[] = [
  {
    rule: 1,
    clause: 'a webhook’s receipt is settled in the transaction that publishes',
    file: `${WEBHOOKS}/record-taker.ts`,
    text: 'await this.settle(tx, connection, settled);',
    becomes: 'await this.settle(this.database.manager, connection, settled);',
    spec: WEBHOOKS_SPEC,
    test: 'given a publication whose commit fails, then its receipt is not settled',
  },
  {
    rule: 1,
    clause: 'a receipt of two records is settled with the last of them',
    file: `${WEBHOOKS}/open-receipts.ts`,
    text: 'known.works.size > 1 || ',
    becomes: '',
    spec: `${WEBHOOKS}/open-receipts.unit.spec.ts`,
    test: 'given a receipt of two records, then it ends with the second',
  },
  {
    rule: 1,
    clause: 'a webhook is answered well once its receipt is committed',
    file: `${WEBHOOKS}/webhook-intake.ts`,
    text: 'const news = await this.receipts.receive(events);',
    becomes: 'void this.receipts.receive(events).catch(() => undefined);\n      const news = events.map(() => true);',
    spec: INTAKE_SPEC,
    test: 'given a commit that is not done yet, then neither answer nor nudge comes before it',
  },
  {
    rule: 1,
    clause: 'and not at all when it cannot be kept',
    file: `${WEBHOOKS}/webhook-intake.ts`,
    text: "return events.map(() => 'failed');",
    becomes: "return events.map(() => 'accepted');",
    spec: INTAKE_SPEC,
    test: 'given a store that fails, then it is not taken',
  },
  {
    rule: 1,
    clause: 'of a webhook only the event’s id is believed',
    file: `${WEBHOOKS}/event-confirmer.ts`,
    text: "if (receipt.source === 'listed') continue;",
    becomes: "if (receipt.source === 'listed' || receipt.eventType !== null) continue;",
    spec: WEBHOOKS_SPEC,
    test: 'given a body that disagrees with the API, a forged ',
  },
  {
    rule: 1,
    clause: 'an older state than the one told is asked for again',
    file: `${WEBHOOKS}/receipt-processor.ts`,
    text: '(isLastTry || !isOlder(answer, work.version))',
    becomes: '(isLastTry || answer)',
    spec: WEBHOOKS_SPEC,
    test: 'given a resource that is shown in an older state than the event tells',
  },
  {
    rule: 1,
    clause: 'each state is published under the version of the site',
    file: `${READING}/map-resource.ts`,
    text: '...(version === undefined ? {} : { sourceVersionMs: version })',
    becomes: '',
    spec: `${READING}/invoice.mapper.unit.spec.ts`,
    test: 'given an open invoice, then its state is golden',
  },
  {
    rule: 1,
    clause: 'what the site does not show is given up after ten minutes only',
    file: `${WEBHOOKS}/receipt-queue.ts`,
    text: 'nowMs - missingSince.getTime() >= MISSING_LIMIT_MS',
    becomes: 'nowMs > missingSince.getTime()',
    spec: `${WEBHOOKS}/receipt-queue.unit.spec.ts`,
    test: 'given less than ten minutes of it, then it is put off',
  },
  {
    rule: 1,
    clause: 'an event on its way to us is not yet a missed one',
    file: `${GATEWAY}/backfill/missed-events.ts`,
    text: ' || occurredAt * 1000 > nowMs - ON_ITS_WAY_MS',
    becomes: '',
    spec: `${GATEWAY}/backfill/missed-events.unit.spec.ts`,
    test: ', then none is due',
  },
  {
    rule: 3,
    clause: 'prices that include tax become lines net of it',
    file: `${READING}/document-lines.mapper.ts`,
    text: 'const included = isInclusive ? includedTax(line, own) : 0;',
    becomes: 'const included = 0;',
    spec: `${READING}/invoice.mapper.unit.spec.ts`,
    test: 'given prices that include tax, then lines are net of it',
  },
  {
    rule: 11,
    clause: 'a late failure is told by its reversal, where the payment names one',
    file: `${READING}/transaction.mapper.ts`,
    text: "if (status === 'late_failure' && typeof reversal === 'string') return 'succeeded';",
    becomes: '',
    spec: `${READING}/map-resource.unit.spec.ts`,
    test: ', then it is ',
  },
  {
    rule: 15,
    clause: 'credentials of a webhook are compared in constant time',
    file: `${WEBHOOKS}/webhook-credentials.ts`,
    text: "timingSafeEqual(digest(given), digest(Buffer.from(`${username}:${password}`, 'utf8')))",
    becomes: "given.equals(Buffer.from(`${username}:${password}`, 'utf8'))",
    spec: CREDENTIALS_SPEC,
    test: ', then the same is compared in constant time, once',
  },
  {
    rule: 15,
    clause: 'nothing personal is kept of a webhook',
    file: `${WEBHOOKS}/event-notice.ts`,
    text: 'carriedResources(content).map(({ resource: _state, ...hint }) => hint)',
    becomes: 'carriedResources(content)',
    spec: `${WEBHOOKS}/event-notice.unit.spec.ts`,
    test: 'given a payment, then all records it is about are hints, the lists too, and nothing personal',
  },
];
