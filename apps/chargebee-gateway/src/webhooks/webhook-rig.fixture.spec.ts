import { decodeEvent, OPERATION_TOPICS, type CanonicalEvent } from '@ledgerbridge/contracts';
import type { LogEntry, Resource } from '@ledgerbridge/simulator-chargebee';
import { until } from '@ledgerbridge/testing';
import type { INestApplication } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { WebhookReceipt } from '../database/webhook-receipt.entity.js';
import { GatewayRig, TARGET, type RigOptions } from '../testing/gateway-rig.fixture.spec.js';

const AUTHORIZATION = `Basic ${Buffer.from('hook:s3cret').toString('base64')}`;

interface OutboxRow {
  readonly topic: string;
  readonly headers: Record<string, string>;
  readonly value: Buffer;
}

/** The service and a site whose webhooks the spec delivers itself, in whatever order and number it likes. */
export class WebhookRig {
  private constructor(
    readonly gateway: GatewayRig,
    /** Of the processor. */
    private readonly clock: { aheadMs: number },
  ) {}

  static async start(options: RigOptions = {}): Promise<WebhookRig> {
    const clock = { aheadMs: 0 };
    const gateway = await GatewayRig.start({
      ...options,
      connection: { webhook: { username: 'hook', password: 's3cret' }, ...options.connection },
      webhooks: { now: () => Date.now() + clock.aheadMs },
    });
    return new WebhookRig(gateway, clock);
  }

  close(): Promise<void> {
    return this.gateway.close();
  }

  get site() {
    return this.gateway.simulator.controls;
  }

  private get db() {
    return this.gateway.app.get(DataSource);
  }

  /** Transactions that write to the table do all their work, and fail at its end. */
  async refusingCommits(table: string): Promise<{ end(): Promise<void> }> {
    await this.db.query(`CREATE OR REPLACE FUNCTION refuse_commit() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'this commit is refused'; END $$`);
    await this.db.query(`CREATE CONSTRAINT TRIGGER refuse_commit AFTER INSERT ON ${table}
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_commit()`);
    return { end: () => this.db.query(`DROP TRIGGER refuse_commit ON ${table}`) };
  }

  advance(ms: number): void {
    this.clock.aheadMs += ms;
  }

  /** Somebody at work on the site; the event that came of it. */
  async byHand(path: string, fields: Record<string, string | number>): Promise<Resource> {
    await this.gateway.byHand(path, fields);
    return this.site.objects('event').at(-1) as Resource;
  }

  /** Stores an event at the site that the simulator would not make by itself. */
  event(id: string, eventType: string, content: object, occurredAt = 1_772_359_200): Resource {
    const event = { id, object: 'event', event_type: eventType, occurred_at: occurredAt, api_version: 'v2', content };
    this.site.put('event', event);
    return event;
  }

  /** As the site sends it, or as somebody else would. */
  async post(body: object, app: INestApplication = this.gateway.app): Promise<void> {
    const headers = { 'content-type': 'application/json', authorization: AUTHORIZATION };
    const url = `${await app.getUrl()}/v1/webhooks/chargebee/${TARGET}`;
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
    if (response.status !== 200) throw new Error(`HTTP ${response.status}: ${await response.text()}`);
  }

  async receipt(eventId: string): Promise<WebhookReceipt> {
    return this.db.manager.findOneByOrFail(WebhookReceipt, { connection: TARGET, eventId });
  }

  /** The receipt once it is neither new nor as it was. */
  tried(eventId: string, attempts = 1): Promise<WebhookReceipt> {
    return this.receiptWhen(eventId, (receipt) => receipt.attempts >= attempts, `attempt ${attempts}`);
  }

  settled(eventId: string): Promise<WebhookReceipt> {
    return this.receiptWhen(eventId, ({ state }) => state !== 'pending', 'end');
  }

  private receiptWhen(id: string, isSo: (receipt: WebhookReceipt) => boolean, what: string): Promise<WebhookReceipt> {
    return until(
      async () => {
        const receipt = await this.receipt(id);
        return isSo(receipt) ? receipt : undefined;
      },
      { timeoutMs: 15_000, what: `${what} of ${id}` },
    );
  }

  /** Canonical events of this site's records so far, oldest first. */
  async published(sourceId?: string): Promise<CanonicalEvent[]> {
    const rows: OutboxRow[] = await this.db.query(`SELECT topic, headers, value FROM outbox ORDER BY id`);
    return rows
      .filter(({ topic }) => topic.startsWith('billing.'))
      .map((row) => decodeEvent(row))
      .filter(({ record }) => record.connection === TARGET && (sourceId === undefined || record.sourceId === sourceId));
  }

  async deadLetters(): Promise<{ code: string; message: string; details?: object }[]> {
    const rows: OutboxRow[] = await this.db.query(`SELECT value FROM outbox WHERE topic = $1 ORDER BY id`, [
      OPERATION_TOPICS.deadLetters,
    ]);
    return rows.map(({ value }) => JSON.parse(value.toString()) as { code: string; message: string });
  }

  /** Reads the site answered, by path. */
  reads(after = 0): LogEntry[] {
    return this.site.requests({ after }).filter(({ method }) => method === 'GET');
  }

  get lastRequest(): number {
    return this.site.requests().at(-1)?.sequence ?? 0;
  }
}
