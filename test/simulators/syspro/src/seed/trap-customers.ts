import { completeRow } from '../tables/normalise-row.js';
import type { Row } from '../tables/row.js';
import { AR_CUSTOMER } from '../tables/schema.js';
import { addressColumns, type CustomerSeed } from './customers.js';
import { EUROPE, SOUTH_AFRICA, UNITED_STATES, type Place } from './places.js';
import type { TrapExpectation } from './trap.js';

interface CustomerTrap {
  trap: string;
  note: string;
  id: string;
  columns: Row;
  place?: Place | undefined;
  currency?: string;
}

const HOME = SOUTH_AFRICA[0];

const TRAPS: readonly CustomerTrap[] = [
  {
    id: 'MAILSEMI',
    trap: 'several-emails-semicolon',
    note: 'first address is the main one',
    columns: {
      Name: 'Semicolon Traders (Pty) Ltd',
      Email: 'accounts@semicolon.example; buyer@semicolon.example;cfo@semicolon.example ',
    },
  },
  {
    id: 'MAILCOMM',
    trap: 'several-emails-comma',
    note: 'first address is the main one',
    columns: { Name: 'Comma Supplies CC', Email: 'pay@comma.example,ap@comma.example , ,' },
  },
  {
    id: 'MAILBAD',
    trap: 'email-not-an-address',
    note: 'text that is no address is left out, not sent',
    columns: { Name: 'No Mail Works', Email: 'tel 011 555 0199 ask for Thandi' },
  },
  { id: 'BLANK001', trap: 'blank-fields', note: 'all but the name blank', columns: { Name: 'Blank Fields Ltd' } },
  { id: 'NONAME01', trap: 'no-name', note: 'published without a name', columns: { Email: 'who@noname.example' } },
  { id: 'NONAME02', trap: 'no-name', note: 'name of blanks only', columns: { Name: '    ', ShortName: 'NN2' } },
  {
    id: 'EMOJI001',
    trap: 'four-byte-text',
    note: 'emoji and a rare ideograph kept',
    columns: { Name: 'Rocket 🚀 Fasteners 𠮷野家', Contact: 'Zoë 👩‍🔧' },
    place: EUROPE[0],
  },
  {
    id: 'RTL001',
    trap: 'right-to-left-text',
    note: 'kept as it is',
    columns: { Name: 'شركة المحامل الصناعية', SoldToAddr1: 'مستودع ٧' },
  },
  {
    id: 'CTRL001',
    trap: 'control-characters',
    note: 'control characters cleaned from the text',
    columns: { Name: 'Tab\tand\u0000null\u001b Works', Contact: 'Line\r\nBreak', SoldToAddr1: 'Bell\u0007 House' },
  },
  {
    id: 'TRAIL001  ',
    trap: 'trailing-blanks-in-key',
    note: 'key trimmed',
    columns: { Name: 'Trailing Blanks Ltd   ' },
  },
  {
    id: 'COUNTRY1',
    trap: 'country-in-words',
    note: 'U.S.A. becomes US',
    columns: { Name: 'Stars Industrial Inc.', State: 'TX' },
    place: UNITED_STATES[0],
    currency: '$',
  },
  {
    id: 'COUNTRY2',
    trap: 'country-unknown',
    note: 'text that is no country stays address text',
    columns: { Name: 'Nowhere Exports', SoldToAddr5: 'Attention: stores' },
  },
  {
    id: 'CURRXX01',
    trap: 'unknown-currency',
    note: 'published without a currency; its invoice is rejected',
    columns: { Name: 'Unknown Coin Trading' },
    currency: 'XX',
  },
  {
    id: "O'NEIL&+%",
    trap: 'characters-that-need-encoding',
    note: 'quote, ampersand, plus and percent sign in the key',
    columns: { Name: "O'Neil & Sons + 5% Ltd" },
  },
];

export interface TrapCustomers {
  customers: CustomerSeed[];
  expectations: TrapExpectation[];
}

/** The odd customers of a live database. All are publishable. */
export function trapCustomers(): TrapCustomers {
  const customers = TRAPS.map(({ id, columns, place, currency }): CustomerSeed => {
    const town = place ?? (id.startsWith('BLANK') ? undefined : HOME);
    const address = town === undefined ? {} : addressColumns('SoldTo', '1 Trap Street', town);
    const code = currency ?? town?.currency ?? 'R';
    const termsCode = id.startsWith('BLANK') ? '' : '30';
    const row = completeRow(AR_CUSTOMER, {
      Customer: id,
      TermsCode: termsCode,
      Currency: code,
      ...address,
      ...columns,
    });
    return { row, id, currency: code, termsCode };
  });
  const expectations = TRAPS.map(({ id, trap, note }): TrapExpectation => ({
    entity: 'ArCustomer',
    key: id.trim(),
    trap,
    outcome: 'published',
    delivery: 'delivered',
    note,
  }));
  return { customers, expectations };
}
