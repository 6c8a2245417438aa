import type { CanonicalEvent, RecordRef } from '@ledgerbridge/contracts';
import type { HeldConnection } from '@ledgerbridge/connections';
import type {
  Decision,
  DeliveryTarget,
  Link,
  LinkLookup,
  ReadBack,
  Standing,
  StoredRequest,
} from '@ledgerbridge/eventing';
import type { GpSettings } from '../gp/connection-settings.js';

type State =
  'pending' | 'retrying' | 'in_doubt' | 'waiting' | 'failed' | 'delivered' | 'unchanged' | 'skipped' | 'superseded';
type Write = Extract<Decision, { kind: 'write' }>;

interface Row {
  readonly event: CanonicalEvent;
  state: State;
  reason?: string;
  write?: Write;
  step: number;
}

interface LinkRow {
  readonly record: RecordRef;
  sequence: string;
  targetId?: string;
  fingerprint?: string;
  confirmed: boolean;
  mayExist: boolean;
  /** The delivery whose call it was; a refusal of its own takes that back. */
  mayExistBy?: Row;
}

const REST: readonly State[] = ['delivered', 'unchanged', 'skipped', 'superseded'];
const OPEN: readonly State[] = ['pending', 'retrying', 'waiting', 'failed'];

/**
 * The rules of libs/eventing in memory and one thing at a time: versions, links, doubt, duplicates. What they mean is
 * proved there; here they are the surroundings in which a target's decisions must come out right.
 */
export class MiniDispatcher {
  readonly rows: Row[] = [];
  private readonly linkRows = new Map<string, LinkRow>();

  constructor(
    private readonly target: DeliveryTarget<GpSettings>,
    private readonly held: HeldConnection<GpSettings>,
  ) {}

  /** A message may come twice, and late. */
  land(event: CanonicalEvent): void {
    if (this.rows.some((row) => row.event.id === event.id)) return;
    const link = this.linkOf(event.record);
    const isNewest = event.sequence > link.sequence;
    this.rows.push({ event, state: isNewest ? 'pending' : 'superseded', step: 0 });
    if (!isNewest) return;
    link.sequence = event.sequence;
    for (const row of this.of(event.record)) {
      if (row.event !== event && OPEN.includes(row.state)) row.state = 'superseded';
    }
  }

  /** Links and deliveries are gone, as in a rebuilt schema; the messages come again. */
  forget(): void {
    this.rows.length = 0;
    this.linkRows.clear();
  }

  /** Takes what can be worked on as far as it goes, a few steps. */
  async work(steps: number): Promise<void> {
    for (let step = 0; step < steps; step += 1) {
      const due = this.rows.filter((row) => ['pending', 'retrying', 'in_doubt'].includes(row.state));
      const [row] = due.filter(({ event, state }) => state === 'in_doubt' || !this.isInDoubt(event.record));
      if (row === undefined) return;
      await this.workOn(row);
    }
  }

  /** Until nothing changes any more: what waits is decided again whenever something else came to rest. */
  async settle(): Promise<void> {
    for (let before = ''; before !== this.picture();) {
      before = this.picture();
      for (const row of this.rows) if (row.state === 'waiting') row.state = 'pending';
      await this.work(10_000);
    }
  }

  newestOf(record: RecordRef): Row | undefined {
    const { sequence } = this.linkOf(record);
    return this.of(record).find((row) => row.event.sequence === sequence);
  }

  private async workOn(row: Row): Promise<void> {
    if (row.state === 'in_doubt') return this.resolve(row, false);
    row.step = 0;
    const link = this.shown(this.linkOf(row.event.record));
    const decision = await this.target
      .decide({ event: row.event, held: this.held, links: this.lookup(), ...(link && { link }) })
      .catch(() => undefined);
    if (decision === undefined) return void (row.state = 'retrying');
    if (decision.kind !== 'write') {
      row.state = decision.kind === 'held' ? 'waiting' : decision.kind;
      row.reason = 'rule' in decision ? decision.rule : 'code' in decision ? decision.code : '';
      return;
    }
    row.write = decision;
    await this.send(row);
  }

  private async send(row: Row): Promise<void> {
    const link = this.linkOf(row.event.record);
    const { write } = row;
    if (write === undefined) return;
    link.targetId = write.targetId;
    if (!link.mayExist) Object.assign(link, { mayExist: true, mayExistBy: row });
    try {
      await this.target.send(write.requests[row.step] as StoredRequest, this.held);
      await this.accepted(row);
    } catch (error) {
      const { kind } = this.target.classify(error);
      if (kind === 'duplicate') return this.resolve(row, true);
      if (kind === 'in-doubt') return void (row.state = 'in_doubt');
      if (!link.confirmed && link.mayExistBy === row) Object.assign(link, { mayExist: false, mayExistBy: undefined });
      this.leave(row, kind === 'permanent' ? 'failed' : 'retrying');
    }
  }

  private async resolve(row: Row, isDuplicate: boolean): Promise<void> {
    const request = row.write?.requests[row.step] as StoredRequest;
    const found: ReadBack | undefined = await this.target.readBack(request, this.held).catch(() => undefined);
    if (found === undefined) return void (row.state = 'in_doubt');
    if (found.kind === 'equal') return this.accepted(row);
    if (!isDuplicate && (request.repeatable === true || found.kind === 'absent')) return this.send(row);
    const link = this.linkOf(row.event.record);
    if (link.mayExistBy === row) link.mayExistBy = undefined;
    this.leave(row, 'failed');
    row.reason = found.kind;
  }

  private async accepted(row: Row): Promise<void> {
    const { write } = row;
    if (write === undefined) return;
    row.step += 1;
    if (row.step < write.requests.length) return this.send(row);
    row.state = 'delivered';
    Object.assign(this.linkOf(row.event.record), { confirmed: true, mayExist: true, fingerprint: write.fingerprint });
  }

  private leave(row: Row, state: 'failed' | 'retrying'): void {
    row.state = this.newestOf(row.event.record) === row ? state : 'superseded';
  }

  private lookup(): LinkLookup {
    return {
      find: (record) => Promise.resolve(this.shown(this.linkOf(record))),
      standing: (record) => Promise.resolve(this.standing(record)),
      wasSkipped: (record, rule) =>
        Promise.resolve(this.of(record).some(({ state, reason }) => state === 'skipped' && reason === rule)),
      findByTargetId: (type, targetId) => {
        const rows = [...this.linkRows.values()];
        return Promise.resolve(
          this.shown(rows.find((each) => each.record.type === type && each.targetId === targetId)),
        );
      },
    };
  }

  private standing(record: RecordRef): Standing {
    const row = this.newestOf(record);
    const link = this.shown(this.linkOf(record));
    if (row === undefined) return { kind: 'unseen' };
    if (link?.confirmed === true) return { kind: 'there', link };
    if (!REST.includes(row.state)) return { kind: 'open' };
    return { kind: 'ended', state: row.state, ...(row.reason === undefined ? {} : { reason: row.reason }) };
  }

  private linkOf(record: RecordRef): LinkRow {
    const key = `${record.type}/${record.sourceId}`;
    const known = this.linkRows.get(key) ?? { record, sequence: '', confirmed: false, mayExist: false };
    this.linkRows.set(key, known);
    return known;
  }

  private shown(row: LinkRow | undefined): Link | undefined {
    const targetId = row?.targetId;
    return row === undefined || targetId === undefined ? undefined : { ...row, targetId, targetConnection: 'gp' };
  }

  private of({ type, sourceId }: RecordRef): Row[] {
    return this.rows.filter(({ event }) => event.record.type === type && event.record.sourceId === sourceId);
  }

  private isInDoubt(record: RecordRef): boolean {
    return this.of(record).some(({ state }) => state === 'in_doubt');
  }

  private picture(): string {
    return this.rows.map(({ state }) => state).join();
  }
}
