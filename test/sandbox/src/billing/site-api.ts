/** What an object of the site is called with; nested objects become `a[b]`, lists of objects `a[b][0]`. */
export type Params = Readonly<Record<string, unknown>>;

export type SiteObject = Readonly<Record<string, unknown>> & { readonly id: string };

/** The site's own API, as the people who bill there use it. */
export class SiteApi {
  private readonly authorization: string;

  constructor(
    /** With `/api/v2`. */
    private readonly baseUrl: string,
    apiKey: string,
  ) {
    this.authorization = `Basic ${Buffer.from(`${apiKey}:`).toString('base64')}`;
  }

  /** @throws Error with what the site said, for anything but a 2xx */
  async post(path: string, params: Params = {}): Promise<Readonly<Record<string, SiteObject>>> {
    const body = new URLSearchParams(toForm(params));
    const response = await fetch(`${this.baseUrl}${path}`, {
      method: 'POST',
      headers: { authorization: this.authorization },
      body,
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`POST ${path} answered ${response.status}: ${text.slice(0, 300)}`);
    return JSON.parse(text) as Record<string, SiteObject>;
  }
}

function toForm(params: Params): [string, string][] {
  return Object.entries(params).flatMap(([name, value]) => field(name, value));
}

function field(name: string, value: unknown): [string, string][] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value.flatMap((row, index) => column(name, row, index));
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([member, inner]) => field(`${name}[${member}]`, inner));
  }
  return [[name, text(value)]];
}

/** Lists of objects go by columns: `charges[amount][0]`. */
function column(name: string, row: unknown, index: number): [string, string][] {
  if (typeof row !== 'object' || row === null) return [[`${name}[${index}]`, text(row)]];
  return Object.entries(row).map(([member, value]) => [`${name}[${member}][${index}]`, text(value)]);
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
