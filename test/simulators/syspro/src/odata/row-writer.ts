import type { Column } from '../tables/column.js';
import type { Row, Value } from '../tables/row.js';
import type { Switches } from '../switches.js';

type ValueWriter = (value: Value) => string;

const DAY_SUFFIX = { utc: 'T00:00:00Z', offset: 'T00:00:00+02:00', date: '' };

/** Text as SQL Server holds it: char columns padded, an empty varchar one blank (never null). */
function writeText(column: Column): ValueWriter {
  const width = column.padded ? column.size : 1;
  return (value) => JSON.stringify(value === null ? null : value.padEnd(width));
}

function valueWriter(column: Column, switches: Switches): ValueWriter {
  if (column.kind === 'decimal') {
    // digits as they are: 1234.50 keeps its places and never passes through a float
    return switches.decimals === 'number' ? (value) => value ?? 'null' : (value) => JSON.stringify(value);
  }
  if (column.kind === 'date') {
    const suffix = DAY_SUFFIX[switches.dateValues];
    return (value) => (value === null ? 'null' : `"${value}${suffix}"`);
  }
  return column.kind === 'text' ? writeText(column) : (value) => JSON.stringify(value);
}

const UNKNOWN_COLUMNS = ',"ZzSpareText":"x  ","ZzSpareNull":null,"ZzSpareObject":{"Inner":[1]}';

/** Writes rows as the JSON objects of an OData answer. */
export function rowWriter(columns: readonly Column[], switches: Switches): (row: Row) => string {
  const writers = columns.map((column) => ({ name: column.name, write: valueWriter(column, switches) }));
  const tail = switches.unknownColumns ? UNKNOWN_COLUMNS : '';
  return (row) => {
    let text = '';
    for (const { name, write } of writers) text += `${text === '' ? '{' : ','}"${name}":${write(row[name] ?? null)}`;
    return `${text}${tail}}`;
  };
}
