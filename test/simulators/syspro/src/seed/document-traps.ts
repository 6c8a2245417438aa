import { CreditNoteTraps } from './credit-note-traps.js';
import type { CustomerSeed } from './customers.js';
import { TrapList, type DocumentTrap } from './document-trap.js';
import { InvoiceTraps, type TrapOwners } from './invoice-traps.js';
import { PaymentTraps } from './payment-traps.js';

/** The odd documents of the trap customers and of some ordinary ones. */
export function documentTraps(odd: readonly CustomerSeed[], ordinary: readonly CustomerSeed[]): DocumentTrap[] {
  const traps = new TrapList(new Map(odd.map((customer) => [customer.id, customer])));
  const owners = ownersAmong(ordinary);
  new InvoiceTraps(traps, owners).build();
  new CreditNoteTraps(traps, owners).build();
  new PaymentTraps(traps, owners).build();
  return traps.made;
}

function ownersAmong(ordinary: readonly CustomerSeed[]): TrapOwners {
  const [a, b, c, d] = ordinary.filter(({ currency }) => currency === 'R');
  const dollars = ordinary.find(({ currency }) => currency === '$');
  if (!a || !b || !c || !d || !dollars) throw new RangeError('the seed needs at least 20 customers');
  const gone = { ...d, id: 'GONE001', row: { ...d.row, Customer: 'GONE001' } };
  return { a, b, c, d, dollars, gone };
}
