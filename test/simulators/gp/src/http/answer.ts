/** A whole HTTP answer. */
export interface Answer {
  status: number;
  headers: Readonly<Record<string, string | string[]>>;
  body: string;
}

/** What a call comes to: an answer (perhaps the connection's last), one cut off half-way, a broken connection, or silence. */
export type Outcome =
  { kind: 'answer' | 'last-answer' | 'truncated'; answer: Answer } | { kind: 'reset' } | { kind: 'hang' };

const SERVER = { server: 'Microsoft-HTTPAPI/2.0' };

export function soapAnswer(status: number, body: string): Answer {
  return { status, headers: { ...SERVER, 'content-type': 'text/xml; charset=utf-8' }, body };
}

/** A page of IIS or ASP.NET. */
export function htmlAnswer(status: number, title: string, headers: Answer['headers'] = {}): Answer {
  return {
    status,
    headers: { ...SERVER, 'content-type': 'text/html; charset=us-ascii', ...headers },
    body: `<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01//EN"><HTML><HEAD><TITLE>${title}</TITLE></HEAD><BODY><h2>${title}</h2></BODY></HTML>`,
  };
}

export function jsonAnswer(status: number, value: unknown): Answer {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}
