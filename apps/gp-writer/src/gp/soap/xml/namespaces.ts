export const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';
export const XSI = 'http://www.w3.org/2001/XMLSchema-instance';
/** Operations and business objects. */
export const GP = 'http://schemas.microsoft.com/dynamics/gp/2006/01';
/** Context, company keys. */
export const DYNAMICS = 'http://schemas.microsoft.com/dynamics/2006/01';
export const SECURITY = 'http://schemas.microsoft.com/dynamics/security/2006/01';

/** Declared on the envelope; anything else where it is used. */
export const PREFIXES: ReadonlyMap<string, string> = new Map([
  [SOAP, 'soap'],
  [XSI, 'xsi'],
  [GP, 'gp'],
  [DYNAMICS, 'd'],
]);
