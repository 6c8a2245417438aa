import { X509Certificate } from 'node:crypto';
import type { ConnectionDefinition } from '@ledgerbridge/connections';
import { GpSettings } from './connection-settings.js';
import { endpointHost } from './transport/endpoint.js';

/** What libs/connections needs to know of GP companies. */
export const gpDefinition: ConnectionDefinition<GpSettings> = {
  system: 'gp',
  settings: GpSettings,
  secrets: [{ path: 'password', host: ({ endpoint }) => endpointHost(endpoint) }],
  // the links say what is in this company; in another one all of it would be written again
  immutable: ['companyId'],
  refuse: refuseUnserved,
};

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;

/** Valid settings that cannot be served, by the setting's name. */
export function refuseUnserved({ auth, domain, username, tls }: GpSettings): string | undefined {
  if (tls.ca !== undefined && !areCertificates(tls.ca)) return 'tls.ca must be certificates in PEM';
  if (auth === 'basic' && (username.includes(':') || domain.includes(':'))) {
    return 'username, domain: Basic authentication cannot carry a colon';
  }
  return undefined;
}

function areCertificates(pem: string): boolean {
  const certificates = pem.match(CERTIFICATE) ?? [];
  return certificates.length > 0 && certificates.every(isCertificate);
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
}
