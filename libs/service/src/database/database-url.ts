/** The URL with `search_path` = the service's schema, so that unqualified names mean our tables on every pooled connection. */
export function withSearchPath(url: string, schema: string): string {
  const parsed = new URL(url);
  const options = [parsed.searchParams.get('options'), `-c search_path=${schema}`].filter(Boolean).join(' ');
  parsed.searchParams.set('options', options);
  // pg decodes with decodeURIComponent, which leaves the "+" of a form encoding alone
  parsed.search = parsed.search.replaceAll('+', '%20');
  return parsed.href;
}
