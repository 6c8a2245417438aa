import { BlockList, isIP } from 'node:net';
import { ConnectionsError } from '../connections.errors.js';

/**
 * Addresses that hand out a machine's own credentials to whoever asks from it. Link-local covers the metadata
 * services of AWS, Azure, Google, DigitalOcean and Oracle; the others stand apart.
 */
const refused = new BlockList();
refused.addSubnet('169.254.0.0', 16, 'ipv4');
refused.addSubnet('fe80::', 10, 'ipv6');
refused.addAddress('fd00:ec2::254', 'ipv6'); // AWS
refused.addAddress('fd20:ce::254', 'ipv6'); // Google
refused.addAddress('100.100.100.200', 'ipv4'); // Alibaba
refused.addAddress('192.0.0.192', 'ipv4'); // Oracle Cloud, classic
refused.addAddress('168.63.129.16', 'ipv4'); // Azure host services
// the same through NAT64 and 6to4
refused.addSubnet('64:ff9b::a9fe:0', 112, 'ipv6');
refused.addSubnet('2002:a9fe::', 32, 'ipv6');

const METADATA_NAMES = new Set([
  'metadata',
  'metadata.google.internal',
  'metadata.goog',
  'instance-data',
  'instance-data.ec2.internal',
]);

/** True for loopback, private and public addresses; false for link-local and metadata ones and for what is no address. */
export function isAllowedAddress(ip: string): boolean {
  const bare = ip.split('%')[0] ?? '';
  const family = isIP(bare);
  return family !== 0 && !refused.check(bare, family === 4 ? 'ipv4' : 'ipv6');
}

/**
 * For HTTP clients, after the name lookup and before connecting: a harmless name may resolve to a refused address.
 * @throws ConnectionsError ADDRESS_REFUSED
 */
export function assertAllowedAddress(ip: string): void {
  if (isAllowedAddress(ip)) return;
  throw new ConnectionsError('ADDRESS_REFUSED', `Address ${ip} is link-local or a metadata service`, { address: ip });
}

/** Why a host (`name[:port]`, an address in any notation) may not be an endpoint; undefined when it may. `''` is no host. */
export function refusedHost(host: string): string | undefined {
  if (host === '') return undefined;
  if (!URL.canParse(`http://${host}`)) return 'its address is no host name or address';
  // the URL parser turns 0xA9FEA9FE, 2852039166 and the like into dotted form
  const name = new URL(`http://${host}`).hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  const isRefused = METADATA_NAMES.has(name) || (isIP(name) !== 0 && !isAllowedAddress(name));
  return isRefused ? 'its address is link-local or a metadata service, which no outside system has' : undefined;
}
