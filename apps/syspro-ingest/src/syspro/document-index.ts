import type { DocumentKey } from './mapping/document-key.js';

interface KeyColumns {
  readonly Customer?: unknown;
  readonly Invoice?: unknown;
  readonly DocumentType?: unknown;
}

/**
 * Finds the document a summary or detail row belongs to. Keys are compared trimmed; when no header has exactly the
 * row's key, without regard to case: databases with a case-insensitive collation join them.
 */
export class DocumentIndex<T> {
  private readonly exact = new Map<string, T>();
  private readonly folded = new Map<string, T>();

  add(key: DocumentKey, value: T): void {
    const name = nameOf(key);
    this.exact.set(name, value);
    this.folded.set(name.toUpperCase(), value);
  }

  find(row: KeyColumns): T | undefined {
    const name = nameOf({
      customer: textOf(row.Customer),
      invoice: textOf(row.Invoice),
      type: textOf(row.DocumentType).toUpperCase(),
    });
    return this.exact.get(name) ?? this.folded.get(name.toUpperCase());
  }
}

function nameOf({ customer, invoice, type }: DocumentKey): string {
  return [customer, invoice, type].join('\u0000');
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}
