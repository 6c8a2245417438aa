import {
  isZeroDecimal,
  type CanonicalEvent,
  type CreditNote,
  type Differences,
  type Invoice,
  type RecordRef,
  type SafeDetails,
  type SkipRule,
} from '@ledgerbridge/contracts';
import type { Decision, Link, Standing } from '@ledgerbridge/eventing';
import type { AcceptsSettings } from '../chargebee/connection-settings.js';
import type { StoreOptions } from './stored-request.js';

export function skipped(rule: SkipRule): Decision {
  return { kind: 'skipped', rule };
}

export function failed(code: string, details: SafeDetails): Decision {
  return { kind: 'failed', failureClass: 'data', code, details };
}

/** No void and new import behind anybody's back: a person decides, with both values before the eyes. */
export function immutable(targetId: string, differences: Differences): Decision {
  return failed('TARGET_IMMUTABLE', { targetId, differences });
}

/** Why a document that was never sent needs no effect. */
export function skipRule(document: Invoice | CreditNote, accepts: AcceptsSettings): SkipRule | undefined {
  if (document.issuedOn < accepts.documentsFrom) return 'before-start';
  return isZeroDecimal(document.totals.total) ? 'zero-total' : undefined;
}

/**
 * What an import that no delivery confirmed left on the site all the same. No rule hides it: the import is sent again,
 * refused as duplicate, and then confirmed or told apart.
 */
export async function earlierImport<T>(
  link: Link | undefined,
  read: (id: string) => Promise<T | undefined>,
): Promise<T | undefined> {
  return link?.mayExist === true ? read(link.targetId) : undefined;
}

/**
 * A void of a document that no delivery confirmed: nothing to do, unless it is on the site all the same. The site is
 * asked even where no link tells of an import, since a rebuilt schema knows of none; what a rule keeps out never was there.
 * @param id the id it has on the site, if it is there
 */
export async function decideVoid(
  { link, accepts }: { readonly link: Link | undefined; readonly accepts: AcceptsSettings },
  document: Invoice | CreditNote,
  id: string,
  read: (id: string) => Promise<{ readonly id: string; readonly status: string } | undefined>,
): Promise<Decision> {
  const isUnknown = link?.mayExist !== true;
  const isKeptOut = isUnknown && skipRule(document, accepts) !== undefined;
  const theirs = isKeptOut ? undefined : await read(isUnknown ? id : link.targetId);
  if (theirs === undefined || theirs.status === 'voided') return skipped('void-before-issue');
  return immutable(theirs.id, { status: { ours: 'voided', theirs: theirs.status } });
}

/** In what a delivered document at the site is not this version of it: gone, another, or not voided as it should be. */
export function differencesTo<T extends { readonly status: string }>(
  id: string,
  isVoided: boolean,
  theirs: T | undefined,
  compare: (theirs: T) => Differences,
): Differences {
  if (theirs === undefined) return { id: { ours: id, theirs: '' } };
  const isStatusApart = isVoided && theirs.status !== 'voided';
  const status: Differences = isStatusApart ? { status: { ours: 'voided', theirs: theirs.status } } : {};
  return { ...compare(theirs), ...status };
}

/** What an invoice that is not there comes to for what depends on it, when a version of it has landed. */
export function withoutInvoice(
  invoice: RecordRef,
  standing: Extract<Standing, { kind: 'open' | 'ended' }>,
  unknownCode: string,
): Decision {
  if (standing.kind === 'open') return { kind: 'waiting', on: invoice };
  if (standing.reason === 'before-start') return skipped('before-start');
  const details = { invoice: invoice.sourceId, ended: standing.reason ?? standing.state };
  return { kind: 'failed', failureClass: 'data', code: unknownCode, details, awaits: invoice, until: 'there' };
}

export function storeOptions(event: CanonicalEvent, accepts: AcceptsSettings): StoreOptions {
  return { eventId: event.id, suppressEmails: !accepts.sendEmails };
}
