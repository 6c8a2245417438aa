import { completeRow } from '../tables/normalise-row.js';
import type { Row } from '../tables/row.js';
import { INV_MASTER, TBL_AR_TERMS, TBL_CURRENCY } from '../tables/schema.js';
import type { Cents } from './money.js';

export interface StockItem {
  stockCode: string;
  description: string;
  /** Price in rand. */
  price: Cents;
}

const FAMILIES: readonly [string, string, readonly string[], number][] = [
  ['BRG', 'Deep groove ball bearing', ['6203-2RS', '6204-ZZ', '6205-C3', '6206-2RS', '6305-ZZ', '6308-C3'], 18_650],
  ['BLT', 'Hex bolt grade 8.8 zinc plated', ['M8x30', 'M10x40', 'M12x50', 'M16x80', 'M20x100'], 425],
  ['VLV', 'Ball valve full bore 316SS', ['DN15', 'DN20', 'DN25', 'DN40', 'DN50'], 61_200],
  ['HOS', 'Hydraulic hose 2-wire, per metre', ['1/4"', '3/8"', '1/2"', '3/4"'], 14_790],
  ['MTR', 'Electric motor 4-pole IE3', ['0.75kW', '1.5kW', '4kW', '7.5kW', '15kW'], 412_000],
  ['GBX', 'Worm gearbox', ['i=10', 'i=20', 'i=30', 'i=60'], 287_500],
  ['SEA', 'Rotary shaft seal NBR', ['25x40x7', '30x47x7', '35x52x10', '50x72x8'], 3_890],
  ['PPE', 'Cut resistant glove level 5', ['M', 'L', 'XL'], 8_450],
];

export const STOCK: readonly StockItem[] = FAMILIES.flatMap(([family, description, sizes, base]) =>
  sizes.map((size, index) => ({
    stockCode: `${family}-${String(100 + index * 10)}`,
    description: `${description} ${size}`,
    price: BigInt(base) + BigInt(base * index) / 2n,
  })),
);

export function stockRows(): Row[] {
  return STOCK.map(({ stockCode, description }) =>
    completeRow(INV_MASTER, {
      StockCode: stockCode,
      Description: description,
      LongDesc: description,
      StockUom: stockCode.startsWith('HOS') ? 'M' : 'EA',
      ProductClass: 'INDU',
      TaxCode: 'A',
      WarehouseToUse: 'FG',
    }),
  );
}

/** Terms by code: description, days to due, settlement days and percent. */
const TERMS: readonly [string, string, number, number, string][] = [
  ['CO', 'Cash on delivery', 0, 0, '0.00'],
  ['07', '7 days from invoice', 7, 0, '0.00'],
  ['30', '30 days from invoice', 30, 0, '0.00'],
  ['60', '60 days from invoice', 60, 0, '0.00'],
  ['S2', '2.5% 14 days, nett 30', 30, 14, '2.50'],
];

export function termsRows(): Row[] {
  return TERMS.map(([code, description, due, settlement, percent]) =>
    completeRow(TBL_AR_TERMS, {
      TermsCode: code,
      Description: description,
      TermsType: 'I',
      DueDays: String(due),
      DiscDays: String(settlement),
      DiscPct: percent,
    }),
  );
}

export function currencyRows(): Row[] {
  const rows: [string, string, string, string][] = [
    ['R', 'South African rand', '1.000000', 'M'],
    ['$', 'US dollar', '18.420000', 'M'],
    ['EUR', 'Euro', '0.050800', 'D'],
  ];
  return rows.map(([currency, description, rate, mulDiv]) =>
    completeRow(TBL_CURRENCY, {
      Currency: currency,
      Description: description,
      BuyExchangeRate: rate,
      SellExchangeRate: rate,
      MulDiv: mulDiv,
    }),
  );
}
