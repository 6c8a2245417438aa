import type { CurrencyOptions } from '../company/company-options.js';
import { normalId } from '../company/ids.js';
import { objectAt, textAt, type ValueObject } from '../schema/value.js';
import { fits, fromUnits, toUnits } from './decimal.js';
import type { Problems } from './validation-failure.js';

/** Reads amounts of one document and writes them as GP answers them: five decimals, the currency's digits beside. */
export class Money {
  constructor(
    readonly currency: CurrencyOptions,
    private readonly problems: Problems,
  ) {}

  /** The amount of a member; undefined when it was not sent. Every departure from the rules is noted. */
  read(object: ValueObject, member: string, path = member): bigint | undefined {
    const amount = objectAt(object, member);
    const text = textAt(amount, 'Value');
    if (amount === undefined || text === undefined) return undefined;
    const units = toUnits(text);
    const digits = Math.min(this.currency.decimals, Number(textAt(amount, 'DecimalDigits') ?? 0));
    if (units === undefined || digits < 0 || !fits(units, digits)) {
      this.problems.add('amountDecimals', path);
      return 0n;
    }
    if (units < 0n) this.problems.add('negativeAmount', path);
    const code = textAt(amount, 'Currency');
    if (code !== undefined && code !== '' && normalId(code) !== normalId(this.currency.code)) {
      this.problems.add('amountCurrency', path);
    }
    return units;
  }

  write(units: bigint): ValueObject {
    return {
      Currency: normalId(this.currency.code),
      Value: fromUnits(units, 5),
      DecimalDigits: String(this.currency.decimals),
    };
  }

  /** Decimal text with the currency's decimals. */
  text(units: bigint): string {
    return fromUnits(units, this.currency.decimals);
  }
}
