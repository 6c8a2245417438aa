import type { FormNode } from '../form/form-decoder.js';

/** What the site brings to reading parameters. */
export interface ReadContext {
  /** ISO 4217 codes the site may bill in; the first is its base currency. */
  currencies: readonly string[];
  /** Unknown parameters are refused; otherwise they are dropped without a word. */
  strictUnknownParams: boolean;
  /** Post codes and state codes are checked by country. */
  checkAddresses: boolean;
}

/** Reads one parameter. `null` is an empty value (on an update: clear the attribute), `undefined` an absent one. */
export interface Field<T> {
  readonly required: boolean;
  read(node: FormNode | undefined, path: string, context: ReadContext): T | null | undefined;
}

/** A field that refuses absent and empty values. */
export interface RequiredField<T> extends Field<T> {
  readonly required: true;
}

export type Fields = Readonly<Record<string, Field<unknown>>>;

/** Values read by a table of fields. */
export type Params<F extends Fields> = {
  [K in keyof F]: F[K] extends RequiredField<infer T> ? T : F[K] extends Field<infer T> ? T | null | undefined : never;
};

/** One row of a column-wise array, with its index on the wire for error messages. */
export type Row<F extends Fields> = { index: number } & {
  [K in keyof F]: F[K] extends RequiredField<infer T> ? T : F[K] extends Field<infer T> ? T | undefined : never;
};
