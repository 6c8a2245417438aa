import { Agent, request, type IncomingMessage } from 'node:http';
import { Agent as TlsAgent, request as tlsRequest } from 'node:https';
import { DEFAULT_ACCOUNT } from '../company/company-options.js';
import type { Credentials } from '../ntlm/verify-type3.js';
import { NS } from '../schema/namespaces.js';
import type { GpSimulator } from '../simulator.js';
import { parseXml, type XmlElement } from '../xml/parse-xml.js';
import { type1Message, type3Message, type Habits } from './ntlm-client.js';
import { envelope } from './requests.js';

export interface ClientAnswer {
  status: number;
  headers: IncomingMessage['headers'];
  text: string;
  /** The only child of the SOAP body. */
  body(): XmlElement;
  faultText(): string | undefined;
  /** Text of the first element of that name, wherever it stands. */
  find(name: string): string | undefined;
}

/** A client with one keep-alive connection, which authenticates when it is told to. */
export class SoapClient {
  private readonly agent: Agent;
  private readonly request: typeof request;

  constructor(
    private readonly simulator: Pick<GpSimulator, 'endpoint'>,
    private readonly who: Credentials = DEFAULT_ACCOUNT,
    ca?: string,
  ) {
    const options = { keepAlive: true, maxSockets: 1 };
    this.agent = ca === undefined ? new Agent(options) : new TlsAgent({ ...options, ca });
    this.request = ca === undefined ? request : tlsRequest;
  }

  close(): void {
    this.agent.destroy();
  }

  /** Calls an operation with the content of its wrapper; a 401 starts the handshake once. */
  async call(operation: string, content: string): Promise<ClientAnswer> {
    const body = envelope(operation, content);
    const first = await this.post(body, { soapaction: `"${NS.gp}/${operation}"` });
    return first.status === 401 ? this.handshake(operation, body) : first;
  }

  async handshake(operation: string, body: string, habits: Habits = {}): Promise<ClientAnswer> {
    const soapaction = `"${NS.gp}/${operation}"`;
    const type1 = type1Message();
    const challenge = await this.post('', { soapaction, authorization: `NTLM ${type1.toString('base64')}` });
    const type2 = type2Of(challenge);
    if (type2 === undefined) return challenge;
    const type3 = type3Message(type1, type2, this.who, habits);
    return this.post(body, { soapaction, authorization: `NTLM ${type3.toString('base64')}` });
  }

  /** Sends a request as it stands. */
  post(
    body: string,
    headers: Record<string, string>,
    options: { method?: string; path?: string } = {},
  ): Promise<ClientAnswer> {
    const { promise, resolve, reject } = Promise.withResolvers<ClientAnswer>();
    const url = options.path === undefined ? this.simulator.endpoint : new URL(options.path, this.simulator.endpoint);
    const all = { 'content-type': 'text/xml; charset=utf-8', 'content-length': Buffer.byteLength(body), ...headers };
    const sent = this.request(url, { method: options.method ?? 'POST', agent: this.agent, headers: all }, (message) => {
      read(message).then(resolve, reject);
    });
    sent.once('error', reject).end(body);
    return promise;
  }
}

export function type2Of(answer: ClientAnswer): Buffer | undefined {
  const token = /NTLM ([A-Za-z0-9+/=]+)/.exec(String(answer.headers['www-authenticate']))?.[1];
  return token === undefined ? undefined : Buffer.from(token, 'base64');
}

async function read(message: IncomingMessage): Promise<ClientAnswer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  const find = (name: string): string | undefined => findText(parseXml(text), name);
  return {
    status: message.statusCode ?? 0,
    headers: message.headers,
    text,
    body: () => parseXml(text).children[0]?.children[0] as XmlElement,
    faultText: () => find('faultstring'),
    find,
  };
}

function findText(element: XmlElement, name: string): string | undefined {
  if (element.name === name) return element.text;
  for (const child of element.children) {
    const found = findText(child, name);
    if (found !== undefined) return found;
  }
  return undefined;
}
