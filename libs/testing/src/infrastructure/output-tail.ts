const KEPT_LINES = 60;

/** The last lines of a server's output, and a way to wait for one of them. */
export class OutputTail {
  private lines: string[] = [];
  private partial = '';
  private waiting: { pattern: RegExp; found: () => void }[] = [];

  add(chunk: Buffer | string): void {
    const parts = (this.partial + chunk.toString()).split('\n');
    this.partial = parts.pop() ?? '';
    for (const line of parts) this.waiting = this.waiting.filter((waiter) => !announce(waiter, line));
    this.lines = [...this.lines, ...parts].slice(-KEPT_LINES);
  }

  /** Resolves when a line matches that is kept or comes later; never rejects. */
  line(pattern: RegExp): Promise<void> {
    if (this.lines.some((line) => pattern.test(line))) return Promise.resolve();
    return new Promise((found) => this.waiting.push({ pattern, found }));
  }

  text(): string {
    return [...this.lines, this.partial].join('\n').trim();
  }
}

function announce(waiter: { pattern: RegExp; found: () => void }, line: string): boolean {
  const matches = waiter.pattern.test(line);
  if (matches) waiter.found();
  return matches;
}
