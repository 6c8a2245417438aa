import {
  effectOfDocument,
  effectsOnSite,
  isUndoing,
  SITE_TIME_ZONE,
  type ChargebeeControls,
  type ChargebeeObject,
  type GpControls,
  type GpDocument,
} from '@ledgerbridge/sandbox';

/** A document of the ledger, as much as the site and GP must say alike of it. */
export interface LedgerDocument {
  readonly effect: string;
  /** Of the site's object. */
  readonly sourceId: string;
  /** Of GP. */
  readonly customer: string;
  readonly currency: string;
  readonly amount: string;
  /** yyyy-mm-dd */
  readonly day: string;
}

/** What became of documents that were taken back: both are in GP, or neither, as it never got the first. */
export type TakenBack = 'both' | 'neither';

const KINDS = ['invoice', 'credit_note', 'transaction'] as const;
type Kind = (typeof KINDS)[number];
/** The bridge's own beginning of numbers in GP, by its standard settings. */
const NUMBER_PREFIX = 'CB';

/** From the site's objects alone. */
export async function documentsCalledFor(site: ChargebeeControls, takenBack: TakenBack): Promise<LedgerDocument[]> {
  const found = await Promise.all(
    KINDS.map(async (kind) => (await site.objects(kind)).flatMap((object) => calledForBy(kind, object, takenBack))),
  );
  return found.flat();
}

function calledForBy(kind: Kind, object: ChargebeeObject, takenBack: TakenBack): LedgerDocument[] {
  const rows = effectsOnSite(kind, object);
  if (takenBack === 'neither' && rows.some(({ effect }) => isUndoing(effect))) return [];
  return rows.map(({ effect, currency, amount }) => ({
    ...{ effect, sourceId: object.id, customer: `${NUMBER_PREFIX}${String(object['customer_id'])}`, currency, amount },
    day: dayOf(isUndoing(effect) ? (object['voided_at'] ?? object['updated_at']) : object['date']),
  }));
}

/** What GP holds, whoever wrote it. */
export async function documentsIn(gp: GpControls): Promise<LedgerDocument[]> {
  return (await gp.documents()).map(found);
}

function found(document: GpDocument): LedgerDocument {
  const { customerId: customer, currency, amount, value } = document;
  const [day = ''] = (value.Date ?? '').split('T');
  const sourceId = (value.Description ?? '').replace(/^(Invoice|Payment|Credit note|Refund|Void of) /, '');
  return { effect: effectOfDocument(document) ?? 'not ours', sourceId, customer, currency, amount, day };
}

export function lineOf({ effect, sourceId, customer, currency, amount, day }: LedgerDocument): string {
  return `${effect} of ${sourceId}: ${customer} ${currency} ${amount} on ${day}`;
}

/** Without what differs between two runs of the same business: ids the site makes up, and the day it is. */
export function anonymousLineOf({ effect, customer, currency, amount }: LedgerDocument): string {
  return `${effect} ${customer} ${currency} ${amount}`;
}

/** An effect that was brought about more than once. */
export function doubledDocuments(documents: readonly LedgerDocument[]): string[] {
  const seen = new Set<string>();
  return documents
    .map(({ effect, sourceId }) => `${effect} of ${sourceId}`)
    .filter((name) => seen.size === seen.add(name).size)
    .map((name) => `twice in GP: ${name}`);
}

function dayOf(seconds: unknown): string {
  const instant = new Date(Number(seconds) * 1_000);
  return new Intl.DateTimeFormat('sv-SE', { timeZone: SITE_TIME_ZONE, dateStyle: 'short' }).format(instant);
}
