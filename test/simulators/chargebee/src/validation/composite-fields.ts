import { blank, unknownParam, wrongValue } from '../errors/param-errors.js';
import type { FormBranch, FormNode } from '../form/form-decoder.js';
import type { Field, Fields, Params, ReadContext, Row } from './field.js';
import { firstLeaf } from './scalar-fields.js';

/** An object such as `billing_address[city]=…`. */
export function object<F extends Fields>(
  fields: F,
  check?: (value: Params<F>, path: string, context: ReadContext) => void,
): Field<Params<F>> {
  return {
    required: false,
    read(node, path, context) {
      if (node === undefined) return undefined;
      if (typeof node === 'string') return node === '' ? null : refuse(path, 'should be an object');
      refuseUnknown(node, fields, (name) => `${path}[${name}]`, context);
      const value = Object.fromEntries(
        Object.entries(fields).map(([name, field]) => [name, field.read(node.get(name), `${path}[${name}]`, context)]),
      ) as Params<F>;
      check?.(value, path, context);
      return value;
    },
  };
}

/** An array of objects sent by columns: `line_items[amount][0]=…`. Row-wise names (`line_items[0][amount]`) are unknown parameters. */
export function columns<F extends Fields>(fields: F): Field<Row<F>[]> {
  return {
    required: false,
    read(node, path, context) {
      if (node === undefined) return undefined;
      if (typeof node === 'string') return node === '' ? null : refuse(path, 'should be an array of columns');
      refuseUnknown(node, fields, (name) => `${path}[${name}]`, context);
      return indicesOf(node, fields, path).map((index) => readRow(node, fields, path, index, context));
    },
  };
}

/** An array of plain values: `coupon_ids[0]=…`. */
export function list<T>(item: Field<T>): Field<T[]> {
  return {
    required: false,
    read(node, path, context) {
      if (node === undefined) return undefined;
      if (typeof node === 'string') return node === '' ? null : refuse(path, 'should be an array');
      return [...node].map(([index, value]) => {
        assertIndex(index, `${path}[${index}]`);
        return item.read(value, `${path}[${index}]`, context) ?? refuse(`${path}[${index}]`, 'cannot be blank');
      });
    },
  };
}

/** Refuses names outside the table, when the site is strict about them. */
export function refuseUnknown(
  node: FormBranch,
  fields: Fields,
  pathOf: (name: string) => string,
  context: ReadContext,
): void {
  if (!context.strictUnknownParams) return;
  for (const [name, value] of node) {
    if (!Object.hasOwn(fields, name)) throw unknownParam(firstLeaf(value, pathOf(name)));
  }
}

function indicesOf(node: FormBranch, fields: Fields, path: string): number[] {
  const indices = new Set<number>();
  for (const [name, column] of node) {
    if (!Object.hasOwn(fields, name)) continue;
    if (typeof column === 'string') throw wrongValue(`${path}[${name}]`, 'should be an array');
    for (const index of column.keys()) {
      assertIndex(index, `${path}[${name}][${index}]`);
      indices.add(Number(index));
    }
  }
  return [...indices].sort((a, b) => a - b);
}

function readRow<F extends Fields>(node: FormBranch, fields: F, path: string, index: number, context: ReadContext) {
  const row: Record<string, unknown> = { index };
  for (const [name, field] of Object.entries(fields)) {
    const column = node.get(name);
    const cell: FormNode | undefined = typeof column === 'object' ? column.get(String(index)) : undefined;
    const cellPath = `${path}[${name}][${index}]`;
    const value = field.read(cell, cellPath, context);
    if (field.required && value === undefined) throw blank(cellPath);
    if (value !== undefined && value !== null) row[name] = value;
  }
  return row as Row<F>;
}

function assertIndex(index: string, path: string): void {
  if (!/^(0|[1-9]\d{0,4})$/.test(index)) throw unknownParam(path);
}

function refuse(path: string, message: string): never {
  throw wrongValue(path, message);
}
