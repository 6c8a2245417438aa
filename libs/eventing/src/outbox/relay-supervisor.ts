import { unlessAborted } from '../async/pause.js';
import { EventingError } from '../eventing.errors.js';
import { judgeRelay, type RelayLimits } from './judge-relay.js';
import type { RelayActivity } from './outbox-relay.js';

type Dependency = 'kafka' | 'postgres';

/** One cheap question each, apart from what the relay itself waits for. */
export type RelayProbes = Readonly<Record<Dependency, () => Promise<unknown>>>;

const ANSWER_LIMIT_MS = 3_000;

/**
 * Looks at the relay every few seconds: a publication or a query may never settle, and then only its silence tells.
 * Kafka and Postgres are asked beside it as long as something looks wrong, and time in which they do not answer counts
 * for nothing: an outage is theirs to mend, and no reason to end a process.
 */
export class RelaySupervisor {
  private readonly timer: NodeJS.Timeout;
  private readonly silentAt: Record<Dependency, number> = { kafka: -Infinity, postgres: -Infinity };
  private looking = false;

  constructor(
    private readonly relay: { readonly activity: RelayActivity },
    private readonly probes: RelayProbes,
    private readonly limits: RelayLimits,
    onStall: (reason: EventingError) => void,
  ) {
    this.timer = setInterval(() => void this.watch(onStall), limits.lookEveryMs);
    this.timer.unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private async watch(onStall: (reason: EventingError) => void): Promise<void> {
    if (this.looking) return;
    this.looking = true;
    const stalled = await this.look();
    this.looking = false;
    if (stalled === undefined) return;
    this.stop();
    onStall(new EventingError('RELAY_STALLED', `outbox relay stalled: ${stalled}`, { retryable: false }));
  }

  private async look(): Promise<string | undefined> {
    const suspect = this.relay.activity;
    if (suspect.step === undefined && suspect.failing === undefined) return undefined;
    await Promise.all([this.ask('kafka'), this.ask('postgres')]);
    const { step, failing } = this.relay.activity;
    const now = performance.now();
    const { kafka, postgres } = this.silentAt;
    const observation = {
      ...(step && { step: { of: step.of, ms: now - Math.max(step.since, this.silentAt[step.of]) } }),
      ...(failing && { failing: { code: failing.code, ms: now - Math.max(failing.since, kafka, postgres) } }),
    };
    return judgeRelay(observation, this.limits);
  }

  private async ask(dependency: Dependency): Promise<void> {
    const answered = this.probes[dependency]().then(
      () => true,
      () => false,
    );
    if ((await unlessAborted(answered, AbortSignal.timeout(ANSWER_LIMIT_MS))) !== true) {
      this.silentAt[dependency] = performance.now();
    }
  }
}
