/**
 * Tells a page that ends a table from one the service cut short without saying so. A service that once sent n rows of
 * a table can send n: fewer than that are the end. Fewer than asked for alone prove nothing, the row cap is unknown.
 */
export class PageCapacity {
  private readonly largest = new Map<string, number>();

  /** False when one more page must be asked for to be sure. */
  isEnd(table: string, rows: number, asked: number): boolean {
    const largest = this.largest.get(table) ?? 0;
    if (rows > largest) this.largest.set(table, rows);
    return rows === 0 || (rows < asked && rows < largest);
  }
}
