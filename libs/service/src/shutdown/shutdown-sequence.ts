import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { LOGGER, type Logger } from '../logging/create-logger.js';

/** In this order: nothing new comes in, what is being written ends, what was written is published, clients leave. */
export const SHUTDOWN_PHASES = ['intake', 'writes', 'outbox', 'clients'] as const;

export type ShutdownPhase = (typeof SHUTDOWN_PHASES)[number];

interface Step {
  readonly phase: ShutdownPhase;
  readonly name: string;
  readonly run: () => Promise<void>;
}

/**
 * Ends a service in order. Runs once, at the signal or when Nest closes the application, before connections to
 * Postgres are closed. A step that fails is logged and does not keep the next ones from running.
 */
@Injectable()
export class ShutdownSequence implements OnModuleDestroy {
  private readonly steps: Step[] = [];
  private running: Promise<void> | undefined;

  constructor(@Inject(LOGGER) private readonly logger: Logger) {}

  /** True from the moment the end has begun. */
  get begun(): boolean {
    return this.running !== undefined;
  }

  on(phase: ShutdownPhase, name: string, run: () => Promise<void>): void {
    this.steps.push({ phase, name, run });
  }

  /** Runs the phases one after the other, the steps of one phase together; repeated calls share one run. */
  run(): Promise<void> {
    this.running ??= this.runPhases();
    return this.running;
  }

  onModuleDestroy(): Promise<void> {
    return this.run();
  }

  private async runPhases(): Promise<void> {
    for (const phase of SHUTDOWN_PHASES) {
      const steps = this.steps.filter((step) => step.phase === phase);
      await Promise.all(steps.map((step) => this.runStep(step)));
    }
  }

  private async runStep({ phase, name, run }: Step): Promise<void> {
    const startedAt = performance.now();
    try {
      await run();
      this.logger.debug({ phase, step: name, ms: Math.round(performance.now() - startedAt) }, 'shutdown step ended');
    } catch (error) {
      this.logger.error({ err: error, phase, step: name }, 'shutdown step failed');
    }
  }
}
