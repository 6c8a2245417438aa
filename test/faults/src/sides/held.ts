import { deliveryCounts, type ChargebeeControls, type ChargebeeObject } from '@ledgerbridge/sandbox';
import type { Installation } from '../installation/installation.js';

/** What must hold at rest after any fault; answers what does not, in words. */
export async function broken(installation: Installation): Promise<string[]> {
  const problems = await doubledIn(installation.simulators.chargebee);
  const { in_doubt: inDoubt = 0 } = await deliveryCounts(installation.api('chargebee-gateway'));
  if (inDoubt > 0) problems.push(`${inDoubt} deliveries are in doubt`);
  const { ok } = await installation.api('audit').get<{ ok: boolean }>('/v1/audit/verify');
  if (!ok) problems.push('the audit chain does not verify');
  return problems;
}

/** Anything the site has twice: by its own events, its request log, and the references of payments. */
async function doubledIn(chargebee: ChargebeeControls): Promise<string[]> {
  const events = await chargebee.objects('event');
  const transactions = await chargebee.objects('transaction');
  const creations = events.flatMap(creationOf);
  const answered = (await chargebee.requests())
    .filter(({ method, status, replayed }) => method === 'POST' && status === 200 && replayed !== true)
    .filter(({ operation = '' }) => /^(create|import|record)_/.test(operation))
    .map(({ operation = '', path, body }) => `${operation} ${path} ${body}`);
  const payments = transactions
    .filter(({ reference_number: reference }) => typeof reference === 'string' && reference !== '')
    .map((payment) => `payment ${JSON.stringify([payment['reference_number'], linkedInvoices(payment)])}`);
  return [creations, answered, payments].flatMap(repeated).map((what) => `twice: ${what.slice(0, 200)}`);
}

const CREATIONS: Readonly<Record<string, string>> = {
  customer_created: 'customer',
  invoice_generated: 'invoice',
  credit_note_created: 'credit_note',
  transaction_created: 'transaction',
};

function creationOf(event: ChargebeeObject): string[] {
  const kind = CREATIONS[String(event['event_type'])];
  if (kind === undefined) return [];
  const content = event['content'] as Readonly<Record<string, { readonly id?: string } | undefined>>;
  return [`${kind} ${content[kind]?.id ?? ''}`];
}

function linkedInvoices(payment: ChargebeeObject): string[] {
  const links = payment['linked_invoices'] as readonly { readonly invoice_id: string }[];
  return links.map(({ invoice_id: id }) => id).sort();
}

function repeated(lines: readonly string[]): string[] {
  const seen = new Set<string>();
  return lines.filter((line) => seen.size === seen.add(line).size);
}
