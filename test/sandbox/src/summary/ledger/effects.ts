import type { GpDocument } from '../../processes/gp-controls.js';
import type { ChargebeeObject } from '../../processes/simulator-controls.js';
import type { PublishedEvent } from '../bridge-facts.js';

/** What a record of the site brings about in the ledger, each with a document of its own. */
export const EFFECTS = [
  'invoice',
  'voided-invoice',
  'credit-note',
  'voided-credit-note',
  'payment',
  'withdrawn-payment',
  'refund',
] as const;
export type LedgerEffect = (typeof EFFECTS)[number];

/** Takes back what another effect of the same record brought. */
const UNDOING: ReadonlySet<LedgerEffect> = new Set(['voided-invoice', 'voided-credit-note', 'withdrawn-payment']);

export function isUndoing(effect: LedgerEffect): boolean {
  return UNDOING.has(effect);
}

export interface EffectRow {
  /** `<type>/<source id>` */
  readonly record: string;
  readonly effect: LedgerEffect;
  readonly currency: string;
  readonly amount: string;
}

/** From the objects of the site. */
export function effectsOnSite(kind: 'invoice' | 'credit_note' | 'transaction', object: ChargebeeObject): EffectRow[] {
  const currency = String(object['currency_code']);
  const { type, effects } = kind === 'transaction' ? ofTransaction(object) : ofDocument(kind, object);
  const minor = Number((kind === 'transaction' ? object['amount'] : object['total']) ?? 0);
  return effects.map((effect) => ({
    record: `${type}/${object.id}`,
    effect,
    currency,
    amount: fromMinorUnits(minor, currency),
  }));
}

interface TypeAndEffects {
  readonly type: string;
  readonly effects: readonly LedgerEffect[];
}

function ofDocument(kind: 'invoice' | 'credit_note', { status }: ChargebeeObject): TypeAndEffects {
  const type = kind === 'invoice' ? 'invoice' : 'credit-note';
  if (status === 'pending') return { type, effects: [] };
  return { type, effects: status === 'voided' ? [type, `voided-${type}`] : [type] };
}

const UNDECIDED = new Set(['in_progress', 'timeout', 'needs_attention']);

function ofTransaction({
  type: kind,
  status,
  deleted,
  reversal_transaction_id: reversal,
}: ChargebeeObject): TypeAndEffects {
  const type = 'payment';
  if (kind === 'authorization' || UNDECIDED.has(String(status))) return { type, effects: [] };
  // one that a reversal takes back came before it went
  const isFailed = status === 'failure' || (status === 'late_failure' && reversal === undefined);
  if (isFailed) return { type, effects: [] };
  if (kind !== 'payment') return { type, effects: ['refund'] };
  const isWithdrawn = deleted === true || status === 'voided';
  return { type, effects: isWithdrawn ? ['payment', 'withdrawn-payment'] : ['payment'] };
}

/** From the newest canonical event of a record. */
export function effectsOfEvent(event: PublishedEvent): EffectRow[] {
  const { type, sourceId, status, kind, currency = '' } = event;
  const row = (effect: LedgerEffect): EffectRow => ({
    record: `${type}/${sourceId}`,
    effect,
    currency,
    amount: (event.amount ?? '0').replace(/^-/, ''),
  });
  if (type === 'invoice' || type === 'credit-note') {
    return status === 'voided' ? [row(type), row(`voided-${type}`)] : [row(type)];
  }
  if (type !== 'payment' || status === 'failed') return [];
  if (kind !== 'payment') return [row('refund')];
  return status === 'voided' || status === 'deleted' ? [row('payment'), row('withdrawn-payment')] : [row('payment')];
}

/** By the letter after the prefix of our numbers. */
const BY_LETTER: Readonly<Record<string, LedgerEffect>> = {
  I: 'invoice',
  V: 'voided-invoice',
  C: 'credit-note',
  X: 'voided-credit-note',
  P: 'payment',
  W: 'withdrawn-payment',
  D: 'refund',
};
const PREFIX = 'CB';

/** The effect a document in GP is; undefined for one that is not ours. */
export function effectOfDocument({ id }: Pick<GpDocument, 'id'>): LedgerEffect | undefined {
  return id.startsWith(PREFIX) ? BY_LETTER[id.charAt(PREFIX.length)] : undefined;
}

/** Chargebee counts in hundredths where the currency has two digits or more, in units where it has none. */
function fromMinorUnits(minor: number, currency: string): string {
  const { maximumFractionDigits: digits = 2 } = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
  }).resolvedOptions();
  if (digits === 0) return String(minor);
  const text = String(minor).padStart(3, '0');
  return `${text.slice(0, -2)}.${text.slice(-2)}`;
}
