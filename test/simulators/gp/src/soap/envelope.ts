import { NS } from '../schema/namespaces.js';
import { SchemaViolation } from '../schema/read-value.js';
import { writeElement } from '../schema/write-value.js';
import type { Value } from '../schema/value.js';
import type { XmlElement } from '../xml/parse-xml.js';

/** The one element of a SOAP 1.1 body; headers are let pass. @throws SchemaViolation */
export function bodyElement(root: XmlElement): XmlElement {
  if (root.namespace !== NS.soap || root.name !== 'Envelope')
    throw new SchemaViolation('no SOAP 1.1 envelope', root.name);
  const strange = root.children.find(
    ({ namespace, name }) => namespace !== NS.soap || !['Header', 'Body'].includes(name),
  );
  if (strange !== undefined) throw new SchemaViolation('unknown element', `Envelope.${strange.name}`);
  const body = root.children.find(({ name }) => name === 'Body');
  const [only, ...others] = body?.children ?? [];
  if (only === undefined || others.length > 0) throw new SchemaViolation('a body has one element', 'Envelope.Body');
  return only;
}

/** Name of the operation a SOAPAction asks for; undefined when it is not quoted or not of this service. */
export function operationOf(soapAction: string | undefined): string | undefined {
  const match = /^"(.*)"$/.exec(soapAction ?? '');
  const action = match?.[1] ?? '';
  return action.startsWith(`${NS.gp}/`) ? action.slice(NS.gp.length + 1) : undefined;
}

/** The envelope of an answer; an operation without result answers an empty element. */
export function answerEnvelope(operation: string, resultType: string | undefined, result: Value | undefined): string {
  const content =
    resultType === undefined || result === undefined
      ? ''
      : writeElement(`${operation}Result`, NS.gp, resultType, result);
  return (
    `<s:Envelope xmlns:s="${NS.soap}"><s:Body xmlns:xsi="${NS.xsi}" xmlns:gp="${NS.gp}" xmlns:d="${NS.dynamics}" ` +
    `xmlns:sec="${NS.security}"><${operation}Response xmlns="${NS.gp}">${content}</${operation}Response></s:Body></s:Envelope>`
  );
}
