import { describe, expect, it } from '@jest/globals';
import { escapeXml } from './escape-xml.js';
import { parseXml, XmlError } from './parse-xml.js';

describe('parseXml', () => {
  it('resolves namespaces of elements, attributes and prefixes in values', () => {
    const root = parseXml('<?xml version="1.0"?><a xmlns="u:a" xmlns:b="u:b"><b:c b:k="1" k="2"/><d xmlns=""/></a>');
    const [c, d] = root.children;
    expect([root.namespace, c?.namespace, d?.namespace]).toEqual(['u:a', 'u:b', '']);
    expect(c?.attributes).toEqual([
      { namespace: 'u:b', name: 'k', value: '1' },
      { namespace: '', name: 'k', value: '2' },
    ]);
    expect([c?.namespaceOf('b'), c?.namespaceOf(''), c?.namespaceOf('z')]).toEqual(['u:b', 'u:a', undefined]);
  });

  it('reads text as it was escaped, and CDATA as it stands', () => {
    const text = ` <Nüñez> & "Söhne" 'x' 😀\r\n`;
    expect(parseXml(`<a>${escapeXml(text)}</a>`).text).toBe(text);
    expect(parseXml('<a>&#65;&#x42;<![CDATA[<&amp;>]]></a>').text).toBe('AB<&amp;>');
  });

  it.each([
    ['<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', 'DTD'],
    ['<a>&x;</a>', 'entity'],
    ['<a>& b</a>', "'&' is not expected"],
    ['<a>\u000b</a>', 'hexadecimal value 0x0B'],
    ['<a>&#11;</a>', 'hexadecimal value 0x0B'],
    ['<a b="&#0;"/>', 'hexadecimal value 0x00'],
    ['<a>\ud800</a>', 'hexadecimal value'],
    ['<a><b></a>', 'closing tag'],
    ['<p:a/>', 'undeclared prefix'],
    ['', ''],
  ])('refuses %j', (text, message) => {
    expect(() => parseXml(text)).toThrow(XmlError);
    expect(() => parseXml(text)).toThrow(message);
  });
});
