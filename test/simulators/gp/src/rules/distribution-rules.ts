import { listAt, textAt, type ValueObject } from '../schema/value.js';
import { sumOf } from './decimal.js';
import type { Money } from './money.js';
import type { RuleContext } from './rule-context.js';
import type { Problems } from './validation-failure.js';

/** One side of what GP distributes by itself. */
export interface AutomaticLine {
  type: number;
  account: string;
  debit: bigint;
  credit: bigint;
}

interface Sent {
  value: ValueObject;
  item: 'ReceivablesDistribution' | 'CashReceiptDistribution';
  total: bigint;
  automatic: readonly AutomaticLine[];
}

/** The distributions a document gets: its own where the policy has them provided, else GP's; those sent then count for nothing. */
export function distributions(sent: Sent, money: Money, context: RuleContext, problems: Problems): ValueObject {
  const given = listAt(sent.value, 'Distributions', sent.item);
  if (context.switches.distributions === 'automatic') {
    if (given.length > 0) context.note('distributions-ignored');
    return { [sent.item]: sent.automatic.filter(isUsed).map((line, index) => written(line, index, sent.item, money)) };
  }
  checkProvided(sent, given, money, context, problems);
  return { [sent.item]: given };
}

function checkProvided(
  sent: Sent,
  given: readonly ValueObject[],
  money: Money,
  context: RuleContext,
  problems: Problems,
): void {
  if (given.length === 0 && sent.total !== 0n) problems.add('missingValue', 'Distributions');
  for (const line of given) {
    const account = textAt(line, 'GLAccountKey', 'Id');
    if (account === undefined || !context.company.has('accounts', account)) {
      problems.add('unknownAccount', 'Distributions.GLAccountKey');
    }
    if (textAt(line, 'DistributionTypeKey', 'Id') === undefined) {
      problems.add('missingValue', 'Distributions.DistributionTypeKey');
    }
  }
  const side = (member: string): bigint =>
    sumOf(given.map((line) => money.read(line, member, `Distributions.${member}`) ?? 0n));
  const debits = side('DebitAmount');
  if (debits !== side('CreditAmount')) problems.add('unbalanced', 'Distributions');
  else if (given.length > 0 && debits < sent.total) problems.add('distributionTotal', 'Distributions');
}

function isUsed({ debit, credit }: AutomaticLine): boolean {
  return debit !== 0n || credit !== 0n;
}

function written(line: AutomaticLine, index: number, item: Sent['item'], money: Money): ValueObject {
  const amount = (units: bigint): ValueObject => ({ $type: 'MoneyAmount', ...money.write(units) });
  return {
    DistributionTypeKey: { Id: String(line.type) },
    GLAccountKey: { Id: line.account, IsEncrypted: 'false' },
    DebitAmount: amount(line.debit),
    CreditAmount: amount(line.credit),
    Key: { SequenceNumber: String((index + 1) * 16_384) },
    ...(item === 'ReceivablesDistribution' ? { IsPosted: 'false' } : {}),
  };
}
