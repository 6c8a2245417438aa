import { Injectable } from '@nestjs/common';

export interface ReadinessAnswer {
  readonly ok: boolean;
  /** Shown without authentication: says which part lags, holds nothing secret. */
  readonly detail?: string;
}

export type ReadinessCheck = () => Promise<ReadinessAnswer>;

/** What must hold before this process should get traffic. Our own infrastructure only: never an outside system. */
@Injectable()
export class ReadinessChecks {
  private readonly checks = new Map<string, ReadinessCheck>();

  add(name: string, check: ReadinessCheck): void {
    this.checks.set(name, check);
  }

  entries(): readonly (readonly [string, ReadinessCheck])[] {
    return [...this.checks];
  }
}
