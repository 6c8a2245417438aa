import { blank, unknownParam, wrongFormat, wrongValue } from '../errors/param-errors.js';
import type { FormNode } from '../form/form-decoder.js';
import { COUNTRIES } from './countries.js';
import type { Field, ReadContext, RequiredField } from './field.js';

type Parse<T> = (text: string, path: string, context: ReadContext) => T;

function scalar<T>(parse: Parse<T>): Field<T> {
  return {
    required: false,
    read(node: FormNode | undefined, path: string, context: ReadContext) {
      if (node === undefined) return undefined;
      if (typeof node !== 'string') throw unknownParam(firstLeaf(node, path));
      return node === '' ? null : parse(node, path, context);
    },
  };
}

/** The full wire name of the first value below a branch, for the error that refuses it. */
export function firstLeaf(node: FormNode, path: string): string {
  if (typeof node === 'string') return path;
  const [entry] = node;
  return entry === undefined ? path : firstLeaf(entry[1], `${path}[${entry[0]}]`);
}

/** The same field, but absent and empty values are refused. */
export function required<T>(field: Field<T>): RequiredField<T> {
  return {
    required: true,
    read(node, path, context) {
      const value = field.read(node, path, context);
      if (value === undefined || value === null) throw blank(path);
      return value;
    },
  };
}

/** Text of at most `max` UTF-16 units. */
export function text(max: number): Field<string> {
  return scalar((value, path) => {
    if (value.length > max) throw wrongValue(path, `cannot be more than ${max} characters`, 'param_too_long');
    return value;
  });
}

/** A whole number within 64 bits' safe range and the bounds given. */
export function int(bounds: { min?: number; max?: number } = {}): Field<number> {
  return scalar((value, path) => {
    const number = Number(value);
    if (!/^-?\d{1,18}$/.test(value) || !Number.isSafeInteger(number)) throw wrongFormat(path);
    if (bounds.min !== undefined && number < bounds.min) throw wrongValue(path, `should be at least ${bounds.min}`);
    if (bounds.max !== undefined && number > bounds.max) throw wrongValue(path, `should be at most ${bounds.max}`);
    return number;
  });
}

/** A plain decimal such as a tax rate in percent. */
export function decimal(bounds: { min: number; max: number }): Field<number> {
  return scalar((value, path) => {
    if (!/^-?\d{1,12}(\.\d{1,12})?$/.test(value)) throw wrongFormat(path);
    const number = Number(value);
    if (number < bounds.min || number > bounds.max) {
      throw wrongValue(path, `should be between ${bounds.min} and ${bounds.max}`);
    }
    return number;
  });
}

export function bool(): Field<boolean> {
  return scalar((value, path) => {
    if (value !== 'true' && value !== 'false') throw wrongFormat(path);
    return value === 'true';
  });
}

export function oneOf<const V extends string>(values: readonly V[]): Field<V> {
  return scalar((value, path) => {
    const found = values.find((candidate) => candidate === value);
    if (found === undefined) throw wrongValue(path, `${value} is not one of ${values.join(', ')}`);
    return found;
  });
}

/** Unix seconds; milliseconds are refused. */
export function time(): Field<number> {
  return scalar((value, path) => {
    if (!/^\d{1,10}$/.test(value)) throw wrongFormat(path);
    return Number(value);
  });
}

const EMAIL = /^[^\s@,;<>()[\]"]+@[^\s@,;<>()[\]".]+(\.[^\s@,;<>()[\]".]+)+$/;

export function email(): Field<string> {
  const limited = text(70);
  return scalar((value, path, context) => {
    if (!EMAIL.test(value)) throw wrongFormat(path);
    return limited.read(value, path, context) as string;
  });
}

/** ISO 3166-1 alpha-2, or XI for Northern Ireland. */
export function country(): Field<string> {
  return scalar((value, path) => {
    if (!COUNTRIES.has(value)) throw wrongValue(path, `${value} is not a valid country code`);
    return value;
  });
}

/** A currency the site is configured for. */
export function currency(): Field<string> {
  return scalar((value, path, context) => {
    if (!/^[A-Z]{3}$/.test(value)) throw wrongFormat(path);
    if (!context.currencies.includes(value)) throw wrongValue(path, `${value} is not configured for this site`);
    return value;
  });
}

/** A JSON object in one field. */
export function jsonObject(): Field<Record<string, unknown>> {
  return scalar((value, path) => {
    const parsed = parseJson(value, path);
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw wrongFormat(path);
    return parsed as Record<string, unknown>;
  });
}

/** A JSON array in one field. */
export function jsonArray(): Field<unknown[]> {
  return scalar((value, path) => {
    const parsed = parseJson(value, path);
    if (!Array.isArray(parsed)) throw wrongFormat(path);
    return parsed as unknown[];
  });
}

function parseJson(value: string, path: string): unknown {
  try {
    return JSON.parse(value) as unknown;
  } catch {
    throw wrongFormat(path);
  }
}
