import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DocumentReference } from './document-controls.js';
import type { InvoiceChange, NewInvoice } from './new-invoice.js';
import type { NewPayment } from './new-payment.js';
import type { ScheduledEdits } from './scheduled-edits.js';
import type { SimulatorControls } from './simulator-controls.js';

type Body = Record<string, unknown>;
type Route = (controls: SimulatorControls, body: Body, url: URL) => unknown;

export const CONTROL_ROOT = '/__sim';

const record = (value: unknown): Body => (typeof value === 'object' && value !== null ? (value as Body) : {});
const lastSegment = (url: URL): string => decodeURIComponent(url.pathname.split('/').at(-1) ?? '');

const ROUTES: Record<string, Route> = {
  'GET tables': (controls, _body, url) => ({
    items: controls.rows(lastSegment(url), Object.fromEntries(url.searchParams)),
  }),
  'POST tables': (controls, body, url) => ({ items: controls.insert(lastSegment(url), body) }),
  'PATCH tables': (controls, body, url) => ({
    items: controls.patch(lastSegment(url), record(body['key']), record(body['changes'])),
  }),
  'DELETE tables': (controls, body, url) => {
    controls.remove(lastSegment(url), record(body['key']));
    return { removed: true };
  },
  'POST invoices': (controls, body, url) => {
    if (lastSegment(url) !== 'complete') return controls.addInvoice(body as unknown as NewInvoice);
    controls.completeInvoice(body as unknown as DocumentReference);
    return { completed: true };
  },
  'PATCH invoices': (controls, body) => {
    controls.changeInvoice(body as unknown as InvoiceChange);
    return { changed: true };
  },
  'POST payments': (controls, body) => controls.addPayment(body as unknown as NewPayment),
  'POST rename-customer': (controls, body) => {
    controls.renameCustomer(String(body['from']), String(body['to']));
    return { renamed: true };
  },
  'GET switches': (controls) => controls.switches,
  'POST switches': (controls, body) => controls.setSwitches(body),
  'POST schedule': (controls, body) => {
    controls.scheduleEdits(body as unknown as ScheduledEdits);
    return { scheduled: true };
  },
  'GET requests': (controls, _body, url) => ({ items: controls.requests(Number(url.searchParams.get('since') ?? 0)) }),
  'DELETE requests': (controls) => {
    controls.clearRequests();
    return { cleared: true };
  },
  'GET summary': (controls) => controls.summary(),
  'GET expectations': (controls) => controls.expectations(),
};

async function readBody(request: IncomingMessage): Promise<Body> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  return text === '' ? {} : record(JSON.parse(text));
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
}

/** The control endpoints under `/__sim`: the simulator's own, no part of SYSPRO, without credentials (loopback only). */
export async function handleControl(
  controls: SimulatorControls,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://simulator');
  const name = url.pathname.slice(CONTROL_ROOT.length + 1).split('/')[0] ?? '';
  const route = ROUTES[`${request.method} ${name}`];
  if (route === undefined) return send(response, 404, { error: 'no such control' });
  try {
    send(response, 200, route(controls, await readBody(request), url));
  } catch (error) {
    send(response, 422, { error: (error as Error).message });
  }
}
