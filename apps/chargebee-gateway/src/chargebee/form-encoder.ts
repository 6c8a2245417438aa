export type FormScalar = string | number | boolean;
export type FormRow = Readonly<Record<string, FormScalar | undefined>>;
export type FormValue = FormScalar | FormRow | readonly FormRow[] | readonly FormScalar[] | undefined;
export type FormParams = Readonly<Record<string, FormValue>>;

/**
 * Parameters as Chargebee reads them: objects as `billing_address[city]`, arrays of objects by columns as
 * `line_items[amount][0]`, arrays of values as `coupon_ids[0]`; UTF-8, `+` for a space. Names are sorted, so the same
 * parameters give the same bytes whatever order they were stored in. An empty text is sent: it empties the field.
 * @see https://apidocs.chargebee.com/docs/api#request_encoding
 */
export function encodeForm(params: FormParams): string {
  const form = new URLSearchParams();
  for (const [name, value] of sorted(params)) {
    if (isArray(value)) value.forEach((item, index) => appendItem(form, name, item, index));
    else if (typeof value === 'object') appendObject(form, name, value);
    else append(form, name, value);
  }
  return form.toString();
}

function appendItem(form: URLSearchParams, name: string, item: FormRow | FormScalar, index: number): void {
  if (typeof item !== 'object') append(form, `${name}[${index}]`, item);
  else for (const [column, value] of sorted(item)) append(form, `${name}[${column}][${index}]`, value);
}

function appendObject(form: URLSearchParams, name: string, value: FormRow): void {
  for (const [member, each] of sorted(value)) append(form, `${name}[${member}]`, each);
}

function append(form: URLSearchParams, name: string, value: FormScalar | undefined): void {
  if (value !== undefined) form.append(name, String(value));
}

function sorted<T>(members: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(members).sort(([left], [right]) => (left < right ? -1 : 1));
}

function isArray(value: FormValue): value is readonly FormRow[] | readonly FormScalar[] {
  return Array.isArray(value);
}
