import type { TableDefinition } from '../tables/column.js';
import type { RowSource } from '../tables/layered-table.js';
import { keyText, type Row, type Value } from '../tables/row.js';
import type { ColumnBounds, ScanBounds } from '../tables/table.js';

/** Rows of a grid's documents, made when a scan passes over them. */
export class GeneratedSource<Place> implements RowSource {
  constructor(
    readonly definition: TableDefinition,
    readonly size: number,
    private readonly places: (bounds: ScanBounds) => Iterable<Place>,
    private readonly rowsAt: (place: Place) => readonly Row[],
  ) {}

  *scan(bounds: ScanBounds): Iterable<Row> {
    for (const place of this.places(bounds)) yield* this.rowsAt(place);
  }

  get(key: Row): Row | undefined {
    const columns = new Map<string, ColumnBounds>();
    const from: Value[] = [];
    for (const { name } of this.definition.key) {
      const value = key[name] ?? '';
      columns.set(name, { values: [value] });
      from.push(value);
    }
    const wanted = keyText(this.definition, key);
    for (const row of this.scan({ from, columns })) if (keyText(this.definition, row) === wanted) return row;
    return undefined;
  }
}
