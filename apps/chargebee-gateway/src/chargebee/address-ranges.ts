import { BlockList, isIP } from 'node:net';
import { ValidateBy, type ValidationOptions } from 'class-validator';

interface AddressRange {
  readonly address: string;
  readonly family: 'ipv4' | 'ipv6';
  readonly bits: number;
}

/** Network addresses and CIDR ranges, as `203.0.113.7` or `2001:db8::/32`. */
export class AddressRanges {
  private readonly list = new BlockList();

  /** @throws Error for a text that is neither; settings are checked before */
  constructor(texts: readonly string[]) {
    for (const text of texts) {
      const range = parse(text);
      if (range === undefined) throw new Error('not an address or CIDR range');
      this.list.addSubnet(range.address, range.bits, range.family);
    }
  }

  /** An IPv4 address may come in its IPv6 form. */
  includes(address: string): boolean {
    const version = isIP(address);
    return version !== 0 && this.list.check(address, version === 4 ? 'ipv4' : 'ipv6');
  }
}

export function IsAddressRange(options?: ValidationOptions): PropertyDecorator {
  const defaultMessage = (): string => '$property must hold addresses or CIDR ranges, as 203.0.113.7 or 203.0.113.0/24';
  return ValidateBy({ name: 'isAddressRange', validator: { validate: isAddressRange, defaultMessage } }, options);
}

export function isAddressRange(value: unknown): value is string {
  return typeof value === 'string' && parse(value) !== undefined;
}

function parse(text: string): AddressRange | undefined {
  const [address = '', prefix, ...more] = text.split('/');
  const version = address.includes('%') ? 0 : isIP(address);
  if (version === 0 || more.length > 0) return undefined;
  const most = version === 4 ? 32 : 128;
  if (prefix !== undefined && !/^\d{1,3}$/.test(prefix)) return undefined;
  const bits = prefix === undefined ? most : Number(prefix);
  return bits > most ? undefined : { address, family: version === 4 ? 'ipv4' : 'ipv6', bits };
}
