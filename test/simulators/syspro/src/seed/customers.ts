import { completeRow } from '../tables/normalise-row.js';
import type { Row } from '../tables/row.js';
import { AR_CUSTOMER } from '../tables/schema.js';
import { EUROPE, SOUTH_AFRICA, UNITED_STATES, type Place } from './places.js';
import type { Random } from './random.js';

const FIRST =
  'Karoo Highveld Umfolozi Magalies Drakensberg Lowveld Baobab Protea Fynbos Kestrel Summit Ironbridge Northgate Delta Orion Vulcan Atlas Keystone Meridian Harbour'.split(
    ' ',
  );
const SECOND =
  'Bearings,Hydraulics,Mining Supplies,Pumps,Engineering,Fasteners,Conveyors,Power Tools,Valves,Packaging,Agri,Steel'.split(
    ',',
  );
const FORM: Record<string, readonly string[]> = {
  'South Africa': ['(Pty) Ltd', 'CC', 'Ltd'],
  'U.S.A.': ['Inc.', 'LLC', 'Corp.'],
  Germany: ['GmbH', 'AG', 'GmbH & Co. KG'],
  'The Netherlands': ['B.V.'],
  France: ['SARL', 'S.A.S.'],
  Spain: ['S.L.'],
  Ireland: ['Ltd'],
};
const PEOPLE =
  'Thandi Nkosi,Pieter van Wyk,Ayesha Khan,John Smith,Maria Keller,Sipho Dlamini,Anna de Vries,Luc Martin'.split(',');
const STREETS = 'Industria Road,Foundry Street,Harbour Way,Steel Avenue,Railway Street,Main Reef Road'.split(',');

/** What an invoice needs of its customer. */
export interface CustomerSeed {
  row: Row;
  id: string;
  currency: string;
  termsCode: string;
}

function pickPlace(random: Random): Place {
  const share = random.next();
  return random.pick(share < 0.6 ? SOUTH_AFRICA : share < 0.8 ? UNITED_STATES : EUROPE);
}

/** One key in ten is numeric, zero-padded to the column as SYSPRO keeps such keys. */
function customerId(name: string, index: number): string {
  if (index % 10 === 7) return String(1000 + index).padStart(15, '0');
  return `${name
    .replace(/[^A-Za-z]/g, '')
    .slice(0, 3)
    .toUpperCase()}${String(index).padStart(4, '0')}`;
}

export function addressColumns(prefix: 'SoldTo' | 'ShipTo', street: string, place: Place): Row {
  return {
    [`${prefix}Addr2`]: street,
    [`${prefix}Addr3`]: place.city,
    [`${prefix}Addr3Loc`]: place.suburb,
    [`${prefix}Addr4`]: place.province,
    [`${prefix}Addr5`]: place.country,
    [prefix === 'SoldTo' ? 'SoldPostalCode' : 'ShipPostalCode']: place.postalCode,
  };
}

function contactColumns(name: string, place: Place, random: Random): Row {
  const host = `${name.split(' ').slice(0, 2).join('-').toLowerCase()}.example`;
  return {
    Contact: random.pick(PEOPLE),
    Telephone: `${place.dialling} ${random.whole(10, 99)} ${random.whole(100, 999)} ${random.whole(1000, 9999)}`,
    Email: random.chance(0.06) ? '' : `accounts@${host}`,
    CompanyTaxNumber: String(random.whole(4_000_000_000, 4_999_999_999)),
  };
}

/** The ordinary customer number `index`. */
export function ordinaryCustomer(index: number, random: Random): CustomerSeed {
  const place = pickPlace(random);
  const short = `${random.pick(FIRST)} ${random.pick(SECOND)}`;
  const name = `${short} ${random.pick(FORM[place.country] ?? ['Ltd'])}`;
  const street = `${random.whole(1, 320)} ${random.pick(STREETS)}`;
  const id = customerId(short, index);
  const termsCode = random.pick(['30', '30', '30', '60', '07', 'S2', 'CO']);
  const row = completeRow(AR_CUSTOMER, {
    Customer: id,
    Name: name.slice(0, 50),
    ShortName: short.slice(0, 20),
    CustomerClass: random.pick(['TRADE', 'OEM', 'MINE']),
    Branch: random.pick(['10', '20', '30']),
    Area: random.pick(['N', 'S', 'E', 'W']),
    Salesperson: random.pick(['TN01', 'PW02', 'AK03']),
    TermsCode: termsCode,
    Currency: place.currency,
    CreditLimit: String(random.whole(5, 90) * 10_000),
    CustomerOnHold: random.chance(0.04) ? 'Y' : 'N',
    TaxStatus: place.country === 'South Africa' ? 'N' : 'E',
    ...contactColumns(short, place, random),
    SoldToAddr1: random.chance(0.3) ? `Unit ${random.whole(1, 40)}` : '',
    ...addressColumns('SoldTo', street, place),
    ...(random.chance(0.5) ? addressColumns('ShipTo', `${random.whole(1, 99)} ${random.pick(STREETS)}`, place) : {}),
    State: place.country === 'U.S.A.' ? place.province : '',
    PriceCode: 'A',
    DateCustAdded: `20${random.whole(11, 25)}-0${random.whole(1, 9)}-1${random.whole(0, 9)}`,
    DateLastSale: '2026-10-30',
  });
  return { row, id, currency: place.currency, termsCode };
}
