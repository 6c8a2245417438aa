import { cleanText } from './mapping/fields.js';
import type { ItemTableSettings } from './mapping-settings.js';
import { keyBatches, type BatchLimits } from './odata/key-batches.js';
import { ROW_CAP, type ODataPager } from './odata/odata-pager.js';
import { codeTable, type SysproTable } from './odata/wire.js';

/** Stock codes kept in memory; a company has more than fit, its invoices use the same ones again and again. */
const KEPT = 20_000;
const LONGEST_TEXT = 500;

/** Texts of stock codes: read when first needed, kept for the run. Documents carry codes, only the item table has words. */
export class ItemTexts {
  private readonly texts = new Map<string, string>();
  private readonly table: SysproTable | undefined;

  constructor(
    private readonly pager: ODataPager,
    private readonly settings: ItemTableSettings,
    private readonly limits: (table: SysproTable) => BatchLimits,
  ) {
    const { table, codeColumn, textColumn } = settings;
    this.table = table === '' ? undefined : codeTable(table, codeColumn, textColumn);
  }

  /** The texts of these codes (trimmed), as a lookup that stays whole however many codes there are. */
  async of(codes: Iterable<string>): Promise<(code: string) => string | undefined> {
    const found = new Map<string, string>();
    const missing: string[] = [];
    for (const code of new Set(codes)) {
      const known = this.texts.get(code);
      if (known === undefined) missing.push(code);
      else found.set(code, known);
    }
    for (const [code, text] of await this.read(missing)) found.set(code, text);
    return (code) => found.get(code) || undefined;
  }

  private async read(codes: readonly string[]): Promise<Map<string, string>> {
    const { table } = this;
    const found = new Map(codes.map((code) => [code, '']));
    if (table === undefined) return found;
    const { codeColumn, textColumn } = this.settings;
    for (const filter of keyBatches(codeColumn, codes, this.limits(table))) {
      for await (const rows of this.pager.pages({ table, filter, pageSize: ROW_CAP })) {
        for (const row of rows) {
          const code = textOf(row[codeColumn]);
          if (found.has(code)) found.set(code, textOf(row[textColumn]).slice(0, LONGEST_TEXT).toWellFormed());
        }
      }
    }
    this.keep(found);
    return found;
  }

  /** The oldest go first. */
  private keep(found: ReadonlyMap<string, string>): void {
    for (const [code, text] of found) this.texts.set(code, text);
    for (const code of this.texts.keys()) {
      if (this.texts.size <= KEPT) return;
      this.texts.delete(code);
    }
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? cleanText(value) : '';
}
