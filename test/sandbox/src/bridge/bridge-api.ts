/** Thrown when a service answers with anything but a 2xx; carries what it said. */
export class ApiError extends Error {
  constructor(
    readonly url: string,
    readonly status: number,
    body: string,
  ) {
    super(`${url} answered ${status}: ${body.slice(0, 300)}`);
  }
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string;
}

/** The public HTTP API of one service, as an operator with a token uses it. */
export class BridgeApi {
  constructor(
    readonly baseUrl: string,
    private readonly token: string,
  ) {}

  async get<T>(path: string): Promise<T> {
    return this.call<T>('GET', path);
  }

  async post<T>(path: string, body: object = {}): Promise<T> {
    return this.call<T>('POST', path, body);
  }

  async put<T>(path: string, body: object): Promise<T> {
    return this.call<T>('PUT', path, body);
  }

  /** Every item of a paged list, page after page; `cursor` is the name of the query parameter that takes `next`. */
  async *all<T>(path: string, cursor = 'after'): AsyncGenerator<T> {
    let next: string | undefined;
    do {
      const separator = path.includes('?') ? '&' : '?';
      const page: Page<T> = await this.get(
        next === undefined ? path : `${path}${separator}${cursor}=${encodeURIComponent(next)}`,
      );
      yield* page.items;
      next = page.next;
    } while (next !== undefined);
  }

  private async call<T>(method: string, path: string, body?: object): Promise<T> {
    const url = `${this.baseUrl}${path}`;
    const response = await fetch(url, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new ApiError(url, response.status, text);
    return JSON.parse(text) as T;
  }
}
