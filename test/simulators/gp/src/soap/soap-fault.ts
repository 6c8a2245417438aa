import { NS } from '../schema/namespaces.js';
import type { Switches } from '../switches.js';
import { escapeXml } from '../xml/escape-xml.js';

export type FaultKind = 'validation' | 'not-found' | 'system' | 'schema' | 'security' | 'unknown-operation';

/** A call that ends in a SOAP fault. */
export class SoapFault extends Error {
  constructor(
    readonly kind: FaultKind,
    text: string,
    /** Entry of the exception log; only validation faults show it. */
    readonly logId?: string,
  ) {
    super(text);
  }
}

const WCF_CODES: Partial<Record<FaultKind, string>> = {
  schema: 'a:DeserializationFailed',
  'unknown-operation': 'a:ActionNotSupported',
};

/** The envelope of a fault, SOAP 1.1. */
export function faultEnvelope(fault: SoapFault, switches: Switches): string {
  const code = WCF_CODES[fault.kind] ?? 's:Client';
  const detail = fault.logId === undefined ? '' : `<detail>${messageOf(fault.logId, switches.messageNesting)}</detail>`;
  return (
    `<s:Envelope xmlns:s="${NS.soap}"><s:Body><s:Fault>` +
    `<faultcode xmlns:a="http://schemas.microsoft.com/ws/2005/05/addressing/none">${code}</faultcode>` +
    `<faultstring xml:lang="en-US">${escapeXml(fault.message)}</faultstring>${detail}</s:Fault></s:Body></s:Envelope>`
  );
}

/** Where in the detail the log id stands is unverified. */
function messageOf(logId: string, nesting: Switches['messageNesting']): string {
  switch (nesting) {
    case 'plain':
      return `<Message>${logId}</Message>`;
    case 'namespaced':
      return `<x:Message xmlns:x="${NS.gp}">${logId}</x:Message>`;
    case 'nested':
      return `<ExceptionDetail xmlns="http://schemas.datacontract.org/2004/07/System.ServiceModel"><HelpLink/><InnerException><Message>${logId}</Message><Type>Microsoft.Dynamics.Common.ValidationException</Type></InnerException></ExceptionDetail>`;
    case 'bare-text':
      return logId;
  }
}
