/** The simulator's own time, which can be moved ahead of the system's. */
export class SimulatorClock {
  private offsetMs = 0;

  constructor(private readonly system: () => number) {}

  /** Milliseconds since 1970. */
  readonly now = (): number => this.system() + this.offsetMs;

  advance(milliseconds: number): void {
    this.offsetMs += milliseconds;
  }
}
