import type { ChargebeeObject, ChargebeeRequest } from '@ledgerbridge/sandbox';

/** Payments of one reference on one invoice: the site gives each an id of its own and refuses none. */
export function doubledPayments(transactions: readonly ChargebeeObject[]): string[] {
  return repeated(
    transactions.flatMap((payment) => {
      const reference = payment['reference_number'];
      if (typeof reference !== 'string' || reference === '') return [];
      return invoicesOf(payment).map((invoice) => `payment ${reference} on ${invoice}`);
    }),
  );
}

/** Creates that the site carried out and answered, by what they made. */
export function doubledCreates(log: readonly ChargebeeRequest[]): string[] {
  return repeated(
    log
      .filter(({ method, status, replayed }) => method === 'POST' && status === 200 && replayed !== true)
      .filter(({ operation = '' }) => /^(create|import|record)_/.test(operation))
      .map((request) => `${request.operation} ${request.path} ${idWritten(request)}`),
  );
}

/** The id of what a write is about: a payment's is the tag its reference ends in. */
export function idWritten({ operation, path, body }: ChargebeeRequest): string {
  const params = new URLSearchParams(body);
  if (operation === 'record_payment') {
    return /\[([^[\]]*)\]$/.exec(params.get('transaction[reference_number]') ?? '')?.[1] ?? '';
  }
  // below /api/v2 a path is a kind, an id and at times what is done with it
  return params.get('id') ?? decodeURIComponent(path.replace(/^\/api\/v2/, '').split('/')[2] ?? '');
}

function invoicesOf(payment: ChargebeeObject): string[] {
  const links = (payment['linked_invoices'] ?? []) as readonly { readonly invoice_id: string }[];
  return links.length === 0 ? ['no invoice'] : links.map(({ invoice_id: id }) => id);
}

function repeated(lines: readonly string[]): string[] {
  const seen = new Set<string>();
  return lines.filter((line) => seen.size === seen.add(line).size);
}
