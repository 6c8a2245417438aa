import type { GpSettings } from '../connection-settings.js';
import { Context } from './schema/common-types.js';
import { build } from './schema/schema-type.js';
import { GP, SOAP } from './xml/namespaces.js';
import type { XmlElement } from './xml/xml-element.js';
import { writeXml } from './xml/write-xml.js';

/** An element of the operations' namespace. */
export function gpElement(name: string, children: readonly (XmlElement | string)[]): XmlElement {
  return { namespace: GP, name, attributes: [], children };
}

/** `<Envelope><Body><operation>…`, as text. */
export function envelope(operation: string, members: readonly XmlElement[]): string {
  const soap = (name: string, child: XmlElement) => ({ namespace: SOAP, name, attributes: [], children: [child] });
  return writeXml(soap('Envelope', soap('Body', gpElement(operation, members))));
}

type ContextSettings = Pick<GpSettings, 'companyId' | 'culture' | 'roleKey' | 'wire'>;

/** Amounts are those of the documents' currencies in every call. */
export function companyContext(settings: ContextSettings): XmlElement {
  return contextOf(settings, { OrganizationKey: { Id: String(settings.companyId) } });
}

/** Without a company: the system database, which knows them all. */
export function systemContext(settings: ContextSettings): XmlElement {
  return contextOf(settings, {});
}

function contextOf({ culture, roleKey, wire }: ContextSettings, organization: object): XmlElement {
  const role = roleKey === undefined ? {} : { RoleKey: { Id: roleKey } };
  const value = { ...organization, CultureName: culture, CurrencyType: 'Transactional', ...role };
  return build('context', Context, value, wire);
}
