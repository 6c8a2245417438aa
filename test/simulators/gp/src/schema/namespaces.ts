/** Namespaces of the legacy endpoint. */
export const NS = {
  soap: 'http://schemas.xmlsoap.org/soap/envelope/',
  xsi: 'http://www.w3.org/2001/XMLSchema-instance',
  gp: 'http://schemas.microsoft.com/dynamics/gp/2006/01',
  dynamics: 'http://schemas.microsoft.com/dynamics/2006/01',
  security: 'http://schemas.microsoft.com/dynamics/security/2006/01',
} as const;

/** Where a type of the service is declared; its members carry the same namespace. */
export type TypeNamespace = 'gp' | 'dynamics' | 'security';
