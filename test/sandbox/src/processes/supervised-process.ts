import { setTimeout as delay } from 'node:timers/promises';
import { until } from '@ledgerbridge/testing';
import type { LoggedProcess } from './logged-process.js';

/** Starts the process and waits until it is ready; hands over how to kill it as soon as it exists. */
export type Launch = (onLaunch: (kill: () => Promise<void>) => void) => Promise<LoggedProcess>;

const START_AGAIN_AFTER_MS = 500;
const UP_WITHIN_MS = 120_000;

/** A process that is started again whenever it ends, as an orchestrator does it, until it is stopped. */
export class SupervisedProcess {
  private kills = 0;
  private ends = 0;
  private current: LoggedProcess | undefined;
  private killCurrent: (() => Promise<void>) | undefined;
  private wanted = true;
  private readonly supervision: { ended: Promise<void> };

  constructor(
    readonly name: string,
    private readonly launch: Launch,
  ) {
    this.supervision = { ended: this.supervise() };
  }

  /** How often it ended without being asked to, or killed. */
  get endedByItself(): number {
    return this.ends - this.kills;
  }

  get isUp(): boolean {
    return this.current !== undefined;
  }

  /** Resolves when it runs and was ready. */
  async up(): Promise<void> {
    await until(() => this.isUp, { timeoutMs: UP_WITHIN_MS, what: `${this.name} being up` });
  }

  /** `kill -9`, also while it starts; it comes back by itself. False when there was nothing to kill. */
  async kill(): Promise<boolean> {
    const { killCurrent } = this;
    if (killCurrent === undefined) return false;
    this.killCurrent = undefined;
    try {
      await killCurrent();
    } catch {
      // it ended by itself in this moment, or has no process id yet: the next try may find it
      this.killCurrent ??= killCurrent;
      return false;
    }
    this.kills += 1;
    return true;
  }

  /** Ends it in order and does not start it again before {@link resume}. */
  async stop(): Promise<void> {
    this.wanted = false;
    await this.current?.stop();
    await this.supervision.ended;
  }

  async resume(): Promise<void> {
    this.wanted = true;
    this.supervision.ended = this.supervise();
    await this.up();
  }

  private async supervise(): Promise<void> {
    while (this.wanted) {
      try {
        const started = await this.launch((kill) => (this.killCurrent = kill));
        this.current = started;
        if (!this.wanted) await started.stop();
        await started.exited;
      } catch {
        // its log says why; whoever waits for it to be up says that it is not
      }
      this.current = undefined;
      this.killCurrent = undefined;
      if (!this.wanted) return;
      this.ends += 1;
      await delay(START_AGAIN_AFTER_MS);
    }
  }
}
