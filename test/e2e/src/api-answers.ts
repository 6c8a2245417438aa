import type { Haystack } from './canaries.js';

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

interface List {
  readonly items: readonly Readonly<Record<string, unknown>>[];
  readonly next?: string;
}

/** Asks one service, and keeps every answer whole: status, headers, body. */
export class AnswerKeeper {
  readonly answers: Haystack[] = [];

  constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  async ask(
    method: string,
    path: string,
    body?: string,
    token = this.token,
  ): Promise<{ status: number; text: string }> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body }),
    });
    const text = await response.text();
    const headers = JSON.stringify([...response.headers]);
    this.answers.push({ where: `${method} ${path}`, text: `${response.status} ${headers}\n${text}` });
    return { status: response.status, text };
  }

  /** Every GET the service describes: lists to their last page, then each of their items by its id; health and metrics. */
  async askEverything(): Promise<void> {
    for (const path of ['/health/live', '/health/ready', '/metrics']) await this.ask('GET', path);
    const { text } = await this.ask('GET', '/openapi.json');
    const paths = Object.entries((JSON.parse(text) as Description).paths).filter(([, methods]) => 'get' in methods);
    for (const [path] of paths.filter(([name]) => !name.includes('{'))) {
      const ids = await this.list(path);
      if (paths.some(([name]) => name === `${path}/{id}`)) {
        for (const id of ids) await this.ask('GET', `${path}/${id}`);
      }
    }
  }

  private async list(path: string): Promise<string[]> {
    const ids: string[] = [];
    let next: string | undefined;
    do {
      const page = await this.page(path, next);
      ids.push(...page.items.map(({ id, runId }) => String(id ?? runId)));
      next = page.next;
    } while (next !== undefined);
    return ids;
  }

  private async page(path: string, after: string | undefined): Promise<List> {
    const { text } = await this.ask('GET', after === undefined ? path : `${path}?after=${encodeURIComponent(after)}`);
    const answer = JSON.parse(text) as Partial<List>;
    return { items: answer.items ?? [], ...(answer.next === undefined ? {} : { next: answer.next }) };
  }
}
