import type { StructType } from './schema/schema-type.js';
import { gpElement } from './envelope.js';
import { elementsOf, type XmlElement } from './xml/xml-element.js';

/** With the child in place of the one of its name, else where the type's order wants it; all others stay as they are. */
export function withMember(parent: XmlElement, type: StructType, child: XmlElement): XmlElement {
  const { children } = parent;
  const at = children.findIndex((each) => typeof each !== 'string' && each.name === child.name);
  if (at >= 0) return { ...parent, children: children.with(at, child) };
  const order = new Map(type.members.map(({ name }, index) => [name, index]));
  const own = order.get(child.name) ?? Number.POSITIVE_INFINITY;
  const next = children.findIndex((each) => typeof each !== 'string' && (order.get(each.name) ?? -1) > own);
  return { ...parent, children: children.toSpliced(next < 0 ? children.length : next, 0, child) };
}

/** Sets a member's text; undefined changes nothing, '' empties what is there and adds nothing. */
export function withText(parent: XmlElement, type: StructType, member: string, text: string | undefined): XmlElement {
  if (text === undefined) return parent;
  if (text === '' && elementsOf(parent, member).length === 0) return parent;
  return withMember(parent, type, gpElement(member, text === '' ? [] : [text]));
}
