import { createRequire } from 'node:module';
// The core alone: the package's main module loads the names of some eighty languages.
import countries, { type LocaleData } from 'i18n-iso-countries/index.js';

/** How people write countries in address lines where the library's names do not help; keys as `normalise` gives them. */
const COMMON: Readonly<Record<string, string>> = {
  UK: 'GB',
  ENGLAND: 'GB',
  SCOTLAND: 'GB',
  WALES: 'GB',
  'NORTHERN IRELAND': 'GB',
  'GREAT BRITAIN': 'GB',
  AMERICA: 'US',
  'UNITED STATES': 'US',
  'UNITED STATES OF AMERICA': 'US',
  RSA: 'ZA',
  'REP OF SOUTH AFRICA': 'ZA',
  'REPUBLIC OF SOUTH AFRICA': 'ZA',
  'SUID AFRIKA': 'ZA',
  'S AFRICA': 'ZA',
  UAE: 'AE',
  HOLLAND: 'NL',
  'THE NETHERLANDS': 'NL',
  'IVORY COAST': 'CI',
  SWAZILAND: 'SZ',
  DRC: 'CD',
  'DEMOCRATIC REPUBLIC OF CONGO': 'CD',
  BURMA: 'MM',
  MACEDONIA: 'MK',
  'SOUTH KOREA': 'KR',
  KOREA: 'KR',
  'CZECH REPUBLIC': 'CZ',
  RUSSIA: 'RU',
  VIETNAM: 'VN',
  EIRE: 'IE',
  'REPUBLIC OF IRELAND': 'IE',
  PRC: 'CN',
  PNG: 'PG',
};

/** English first: where one name means two countries, English decides. */
const LANGUAGES = ['en', 'af', 'de', 'fr', 'es', 'pt', 'nl', 'it'];

/** ISO 3166-1 alpha-2 of a country as it is written: a name in one of some languages, an ISO code, a common spelling. */
export function mapCountry(text: string, extra: Readonly<Record<string, string>> = {}): string | undefined {
  const key = normalise(text);
  if (key === '') return undefined;
  const known = findIn(extra, key) ?? findIn(COMMON, key);
  if (known !== undefined) return known;
  if (/^[A-Z]{2,3}$/.test(key) && countries.isValid(key)) return countries.toAlpha2(key);
  names ??= loadNames();
  return names.get(key);
}

let names: ReadonlyMap<string, string> | undefined;

function loadNames(): ReadonlyMap<string, string> {
  const require = createRequire(import.meta.url);
  const found = new Map<string, string>();
  for (const language of LANGUAGES) {
    const locale = require(`i18n-iso-countries/langs/${language}.json`) as LocaleData;
    for (const [code, written] of Object.entries(locale.countries)) {
      for (const name of [written].flat()) if (!found.has(normalise(name))) found.set(normalise(name), code);
    }
  }
  return found;
}

/** The same, only by name: two or three letters in an address line are as often a state or a district. */
export function mapCountryName(text: string, extra: Readonly<Record<string, string>> = {}): string | undefined {
  return normalise(text).length > 3 ? mapCountry(text, extra) : undefined;
}

function findIn(table: Readonly<Record<string, string>>, key: string): string | undefined {
  for (const [name, code] of Object.entries(table)) if (normalise(name) === key) return code;
  return undefined;
}

function normalise(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toUpperCase()
    .replace(/(?<=\b[A-Z])\.\s?(?=[A-Z]\b)/g, '')
    .replace(/[.,'’\-_]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
