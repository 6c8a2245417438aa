import type { FaultSettings } from '../connection-settings.js';
import { GpError } from '../gp.errors.js';
import type { SoapAnswer } from '../transport/soap-transport.port.js';
import { parseXml } from './xml/parse-xml.js';
import { elementAt, findWithin, textAt, textWithin, type XmlElement } from './xml/xml-element.js';

const GUID = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/iu;

export interface SoapFault {
  readonly httpStatus: number;
  readonly faultString: string;
  /** Key of an entry in GP's exception log. */
  readonly logId?: string;
  /** The id stood where the service puts that of a validation exception, and not just anywhere. */
  readonly saysLogged: boolean;
}

export type ReadAnswer =
  { readonly kind: 'response'; readonly element: XmlElement } | { readonly kind: 'fault'; readonly fault: SoapFault };

/**
 * Elements are known by their local names: a proxy may have changed the prefixes, and the namespace of what stands in
 * a fault's detail is not documented.
 * @throws GpError GP_UNEXPECTED_ANSWER for anything but the operation's response or a fault
 */
export function readAnswer(operation: string, answer: SoapAnswer, rules: readonly FaultSettings[]): ReadAnswer {
  const body = bodyOf(answer.body);
  const fault = elementAt(body, 'Fault');
  if (fault !== undefined) return { kind: 'fault', fault: readFault(fault, answer.status) };
  const element = elementAt(body, `${operation}Response`);
  if (element !== undefined && answer.status === 200) return { kind: 'response', element };
  const failure = { operation, httpStatus: answer.status, rules };
  const what = `HTTP ${answer.status} that is no answer of the service`;
  throw new GpError('GP_UNEXPECTED_ANSWER', `Dynamics GP answered ${operation} with ${what}`, failure);
}

function bodyOf(text: string): XmlElement | undefined {
  if (!text.includes('<')) return undefined;
  try {
    const root = parseXml(text);
    return root.name === 'Envelope' ? elementAt(root, 'Body') : undefined;
  } catch {
    return undefined;
  }
}

/** SOAP 1.1, and 1.2 should something before the service speak it. */
function readFault(fault: XmlElement, httpStatus: number): SoapFault {
  const said = textAt(fault, 'faultstring') ?? textAt(fault, 'Reason', 'Text') ?? '';
  const detail = elementAt(fault, 'detail') ?? elementAt(fault, 'Detail');
  const message = detail === undefined ? undefined : textAt(findWithin(detail, 'Message'));
  const named = GUID.exec(message ?? '')?.[0];
  const logId = named ?? (detail === undefined ? undefined : GUID.exec(textWithin(detail))?.[0]);
  // a message that is no id speaks for itself
  const faultString = message === undefined || named !== undefined ? said : `${said} ${message}`;
  return { httpStatus, faultString: faultString.trim(), logId, saysLogged: named !== undefined };
}
