const EVERY_MS = 250;
const RSS = /^process_resident_memory_bytes(?:\{[^}]*\})? (\d+(?:\.\d+)?(?:e\+\d+)?)$/m;

/** Keeps the highest resident memory a service reports of itself. */
export class MemoryWatch {
  private peakBytes = 0;
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly metricsUrl: string) {
    this.timer = setInterval(() => void this.look().catch(() => undefined), EVERY_MS);
  }

  /** Peak in MB, the moment of stopping included. */
  async stop(): Promise<number> {
    clearInterval(this.timer);
    await this.look();
    return this.peakBytes / 1_000_000;
  }

  private async look(): Promise<void> {
    const text = await (await fetch(this.metricsUrl)).text();
    const bytes = RSS.exec(text)?.[1];
    if (bytes === undefined) throw new Error(`${this.metricsUrl} does not tell resident memory`);
    this.peakBytes = Math.max(this.peakBytes, Number(bytes));
  }
}
