export interface ServiceRequest {
  /** null: not under the service's root. */
  company: string | null;
  /** undefined: the service root of the company. */
  entity?: string;
  queryString: string;
}

export const SERVICE_ROOT = '/SYSPRO8Odata/SYSPROOData';

/** Splits a request URL; IIS takes paths without regard to case, OData names with it. */
export function readServiceRequest(url: string): ServiceRequest {
  const split = url.indexOf('?');
  const path = split < 0 ? url : url.slice(0, split);
  const queryString = split < 0 ? '' : url.slice(split + 1);
  if (!path.toLowerCase().startsWith(`${SERVICE_ROOT.toLowerCase()}/`)) return { company: null, queryString };
  const [company = '', entity, ...rest] = path.slice(SERVICE_ROOT.length + 1).split('/');
  if (rest.length > 0) return { company, entity: [entity, ...rest].join('/'), queryString };
  return { company, ...(entity === undefined || entity === '' ? {} : { entity }), queryString };
}
