import { isEventOf, stateDigest, type CanonicalEvent, type RecordRef } from '@ledgerbridge/contracts';
import type { HeldConnection } from '@ledgerbridge/connections';
import type {
  Classification,
  DecideInput,
  Decision,
  DeliveryTarget,
  JsonObject,
  ReadBack,
  StoredRequest,
  TargetTimeouts,
} from '../delivery-target.js';

/** How the target behaves at one call; what is not scripted is applied and answered. */
export type Behaviour =
  | { readonly kind: 'refuse'; readonly classification: Classification; readonly code?: string }
  | { readonly kind: 'time-out-before' }
  | { readonly kind: 'time-out-after' }
  | { readonly kind: 'hang'; readonly until: Promise<void>; readonly applied: boolean }
  /** Its turn never comes: it waits until no call may begin any more. */
  | { readonly kind: 'wait-for-turn' }
  /** On its way until then, applied and answered only then. */
  | { readonly kind: 'late'; readonly until: Promise<void> };

interface SentCall {
  readonly connection: string;
  readonly key: string;
  readonly id: string;
  readonly step: string;
  readonly body: JsonObject;
}

export class TargetError extends Error {
  constructor(
    readonly classification: Classification,
    readonly code: string,
  ) {
    super(code);
  }
}

/**
 * A tiny document store behind the target port: refuses an id it has, except for steps that set state (`update`), and
 * can be told to misbehave. Settings of its connections are empty.
 */
export class ScriptedTarget implements DeliveryTarget {
  readonly documents = new Map<string, JsonObject>();
  /** Documents made a second time, which only a target without `refusesTwice` does. */
  readonly doubled: string[] = [];
  refusesTwice = true;
  readonly calls: SentCall[] = [];
  readonly reads: string[] = [];
  targets: readonly string[] = ['target'];
  places = 4;
  limits: TargetTimeouts = { requestSeconds: 0.02, settleSeconds: 0.02 };
  /** Steps of a write; more than one makes a multi-call delivery. */
  steps: readonly string[] = ['create'];
  readBackFirst = false;
  /** Decides before the store is asked; undefined lets the default decide. */
  decideWith: ((input: DecideInput) => Decision | undefined | Promise<Decision | undefined>) | undefined;
  readBackWith: ((request: StoredRequest) => ReadBack | undefined) | undefined;
  readonly decisions: string[] = [];
  inFlight = 0;
  mostInFlight = 0;
  private readonly scripts = new Map<string, Behaviour[]>();
  private always: Behaviour | undefined;

  /** The next calls for this target id behave like this, one each. */
  script(id: string, ...behaviours: Behaviour[]): void {
    this.scripts.set(id, [...(this.scripts.get(id) ?? []), ...behaviours]);
  }

  /** Nothing that was scripted happens any more. */
  behaveFromNowOn(): void {
    this.scripts.clear();
    this.always = undefined;
  }

  /** Every call behaves like this, until told otherwise. */
  alwaysBehave(behaviour: Behaviour | undefined): void {
    this.always = behaviour;
  }

  targetsFor(): readonly string[] {
    return this.targets;
  }

  async decide(input: DecideInput): Promise<Decision> {
    const { event, link, links } = input;
    this.decisions.push(event.record.sourceId);
    const scripted = await this.decideWith?.(input);
    if (scripted !== undefined) return scripted;
    const customer = customerOf(event);
    if (customer !== undefined && (await links.find(customer))?.confirmed !== true) {
      return { kind: 'waiting', on: customer };
    }
    const fingerprint = stateDigest(event.state);
    if (link?.confirmed === true && link.fingerprint === fingerprint) return { kind: 'unchanged' };
    const targetId = targetIdOf(event.record);
    const steps = link?.confirmed === true ? ['update'] : this.steps;
    const body = { id: targetId, digest: fingerprint };
    const requests = steps.map((step): StoredRequest => {
      const key = `${event.id}/${step}`;
      const flags = { repeatable: step === 'update', readBackFirst: this.readBackFirst };
      return { step, key, body: { ...body, step }, ...flags };
    });
    return { kind: 'write', targetId, fingerprint, requests };
  }

  async send(request: StoredRequest, held: HeldConnection<object>): Promise<void> {
    const id = idOf(request);
    const { key, step, body } = request;
    this.calls.push({ connection: held.connection.id, key, id, step, body });
    this.inFlight += 1;
    this.mostInFlight = Math.max(this.mostInFlight, this.inFlight);
    try {
      await this.behave(request, this.scripts.get(id)?.shift() ?? this.always, held.ending);
    } finally {
      this.inFlight -= 1;
    }
  }

  async readBack(request: StoredRequest): Promise<ReadBack> {
    this.reads.push(idOf(request));
    const scripted = this.readBackWith?.(request);
    if (scripted !== undefined) return scripted;
    const found = this.documents.get(documentOf(request));
    if (found === undefined) return { kind: 'absent' };
    const [ours, theirs] = [textOf(request.body, 'digest'), textOf(found, 'digest')];
    return ours === theirs ? { kind: 'equal' } : { kind: 'different', differences: { digest: { ours, theirs } } };
  }

  classify(error: unknown): Classification {
    return (error as TargetError).classification ?? { kind: 'in-doubt' };
  }

  timeouts(): TargetTimeouts {
    return this.limits;
  }

  concurrency(): number {
    return this.places;
  }

  private async behave(
    request: StoredRequest,
    behaviour: Behaviour | undefined,
    ending: AbortSignal | undefined,
  ): Promise<void> {
    switch (behaviour?.kind) {
      case undefined:
        return this.apply(request);
      case 'refuse':
        throw new TargetError(behaviour.classification, behaviour.code ?? 'REFUSED');
      case 'time-out-before':
        throw new TargetError({ kind: 'in-doubt' }, 'TIMED_OUT');
      case 'time-out-after':
        this.apply(request);
        throw new TargetError({ kind: 'in-doubt' }, 'TIMED_OUT');
      case 'hang':
        if (behaviour.applied) this.apply(request);
        return behaviour.until;
      case 'wait-for-turn':
        await new Promise<void>((resolve) => ending?.addEventListener('abort', () => resolve()));
        throw Object.assign(new Error('no turn'), { code: 'LEASE_LOST' });
      case 'late':
        await behaviour.until;
        return this.apply(request);
    }
  }

  private apply(request: StoredRequest): void {
    const name = documentOf(request);
    if (this.documents.has(name) && request.step !== 'update') {
      if (this.refusesTwice) throw new TargetError({ kind: 'duplicate' }, 'DUPLICATE');
      this.doubled.push(name);
    }
    this.documents.set(name, request.body);
  }
}

export function targetIdOf(record: RecordRef): string {
  return `${record.type}-${record.sourceId}`;
}

function idOf(request: StoredRequest): string {
  return textOf(request.body, 'id');
}

function textOf(body: JsonObject, member: string): string {
  const value = body[member];
  return typeof value === 'string' ? value : '';
}

/** Each step but an update makes a document of its own, so that a repeated step is noticed. */
function documentOf(request: StoredRequest): string {
  return request.step === 'create' || request.step === 'update' ? idOf(request) : `${idOf(request)}#${request.step}`;
}

function customerOf(event: CanonicalEvent): RecordRef | undefined {
  if (!isEventOf(event, 'invoice')) return undefined;
  return { connection: event.record.connection, type: 'customer', sourceId: event.state.customerId };
}
