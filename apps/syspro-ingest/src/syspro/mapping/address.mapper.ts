import type { Address } from '@ledgerbridge/contracts';
import type { AddressLineSettings, AddressRole } from '../mapping-settings.js';
import { mapCountry, mapCountryName } from './country.mapper.js';
import { readText } from './fields.js';

const LINES = ['addr1', 'addr2', 'addr3Loc', 'addr3', 'addr4', 'addr5'] as const;
const COLUMN_WIDTH = 200;
const POSTAL_CODE_WIDTH = 40;

/** Only digits, or the British and Canadian forms: text that can be nothing but a postal code. */
const POSTAL_CODE = /^(\d{4,10}|\d{5}-\d{4}|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d)$/i;

export interface AddressSettings {
  readonly address: AddressLineSettings;
  readonly countries: Readonly<Record<string, string>>;
}

interface Piece {
  role: AddressRole;
  text: string;
}

/**
 * One of a customer's two addresses: free lines by their configured roles. What a role does not fit is kept as a
 * street line, never dropped: a country line that is no country, a second city.
 * @param side `SoldTo` or `ShipTo`; undefined is answered for an address without any text
 */
export function mapAddress(
  row: Readonly<Record<string, unknown>>,
  side: 'SoldTo' | 'ShipTo',
  settings: AddressSettings,
): Address | undefined {
  const pieces = readPieces(row, side, settings.address);
  const postalColumn = readText(row, side === 'SoldTo' ? 'SoldPostalCode' : 'ShipPostalCode', POSTAL_CODE_WIDTH);
  const country = takeCountry(pieces, settings.countries);
  const postalCode = postalColumn ?? take(pieces, isPostalCode);
  const city = take(pieces, (piece) => piece.role === 'city');
  const region = take(pieces, (piece) => piece.role === 'region');
  const lines = pieces.map((piece) => piece.text);
  if (lines.length === 0 && [city, region, postalCode, country].every((part) => part === undefined)) return undefined;
  return {
    lines,
    ...(city === undefined ? {} : { city }),
    ...(region === undefined ? {} : { region }),
    ...(postalCode === undefined ? {} : { postalCode }),
    ...(country === undefined ? {} : { country }),
  };
}

function readPieces(row: Readonly<Record<string, unknown>>, side: string, roles: AddressLineSettings): Piece[] {
  return LINES.flatMap((line) => {
    const role = roles[line];
    const text = readText(row, `${side}A${line.slice(1)}`, COLUMN_WIDTH);
    return text === undefined || role === 'ignore' ? [] : [{ role, text }];
  });
}

/** A state of the USA as often as the country. */
const AMBIGUOUS = /^georgia$/i;

/** The line that should be a country when it is one; else the last street or region line that names one in full. */
function takeCountry(pieces: Piece[], extra: Readonly<Record<string, string>>): string | undefined {
  const configured = pieces.findIndex(
    (piece) => piece.role === 'country' && mapCountry(piece.text, extra) !== undefined,
  );
  const found =
    configured >= 0 ? configured : pieces.findLastIndex((piece, index) => index > 0 && namesCountry(piece, extra));
  if (found < 0) return undefined;
  const [piece] = pieces.splice(found, 1);
  return piece === undefined ? undefined : mapCountry(piece.text, extra);
}

function namesCountry({ role, text }: Piece, extra: Readonly<Record<string, string>>): boolean {
  return role !== 'city' && !AMBIGUOUS.test(text) && mapCountryName(text, extra) !== undefined;
}

function isPostalCode(piece: Piece): boolean {
  return piece.role === 'postalCode' || (piece.role !== 'line' && POSTAL_CODE.test(piece.text));
}

function take(pieces: Piece[], matches: (piece: Piece) => boolean): string | undefined {
  const index = pieces.findIndex(matches);
  return index < 0 ? undefined : pieces.splice(index, 1)[0]?.text;
}
