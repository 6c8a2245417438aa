import { compareDecimals, isDecimalString, type Differences } from '@ledgerbridge/contracts';
import type { GpDocument } from '../documents/gp-document.js';
import type { FoundDocument } from '../gp-gateway.port.js';
import { totalOf } from './amounts.js';

type Same = (ours: string, theirs: string) => boolean;

/**
 * In what a document that GP holds under our number is not ours: whose it is, its day, currency and total, and the
 * source's id in its description. Neither batch nor posting date (a prefix and a closed period change them), nor whether
 * somebody has voided it since; what GP does not state is not compared.
 */
export function compareDocument(ours: GpDocument, theirs: FoundDocument): Differences {
  const total = ours.kind === 'cash-receipt' ? ours.amount : totalOf(ours);
  const facts: readonly (readonly [string, string | undefined, string | undefined, Same])[] = [
    ['number', ours.number, theirs.number, sameKey],
    ['customerId', ours.customerId, theirs.customerId, sameKey],
    ['date', ours.date, theirs.date.slice(0, ours.date.length), sameKey],
    ['currency', ours.currency, stated(theirs.currency), sameKey],
    ['amount', total, theirs.amount, sameAmount],
    ['description', ours.description, stated(theirs.description), sameText],
  ];
  return Object.fromEntries(
    facts.flatMap(([fact, our, their, same]) =>
      our === undefined || their === undefined || same(our, their) ? [] : [[fact, { ours: our, theirs: their }]],
    ),
  );
}

/** A company without multicurrency may leave the currency blank; lists leave the description out. */
function stated(value: string | undefined): string | undefined {
  return value === undefined || value.trim() === '' ? undefined : value;
}

/** GP compares ids without regard to case and pads them with blanks. */
const sameKey: Same = (ours, theirs) => ours.trim().toUpperCase() === theirs.trim().toUpperCase();

const sameAmount: Same = (ours, theirs) => isDecimalString(theirs) && compareDecimals(ours, theirs) === 0;

/**
 * A database with a code page keeps `?` for what it lacks, or the nearest letter: then what both could keep decides.
 */
const sameText: Same = (ours, theirs) =>
  sameKey(ours.normalize('NFC'), theirs.normalize('NFC')) ||
  sameKey(inAscii(ours), inAscii(theirs)) ||
  sameKey(inAscii(withoutMarks(ours)), inAscii(withoutMarks(theirs)));

function inAscii(text: string): string {
  return text.replace(/[^\x21-\x7e]|\?/g, '');
}

function withoutMarks(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '');
}
