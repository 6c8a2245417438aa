import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { GP } from './namespaces.js';
import { parseXml } from './parse-xml.js';
import { elementAt, textAt, type XmlElement } from './xml-element.js';
import { xmlText } from './xml-text.js';
import { writeXml } from './write-xml.js';

function element(name: string, children: XmlElement['children'], namespace = GP): XmlElement {
  return { namespace, name, attributes: [], children };
}

/** Line breaks and all planes, control characters and halves of surrogate pairs among them. */
const anyText = fc.string({ unit: 'binary', maxLength: 40 });
const halves = fc.string({
  unit: fc.integer({ min: 0, max: 0xff_ff }).map((code) => String.fromCharCode(code)),
  maxLength: 40,
});

describe('XML out and in', () => {
  it('given any text, then it is read back as it was, without what XML forbids', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, halves), (text) => {
        const read = parseXml(writeXml(element('a', [element('b', text === '' ? [] : [text]), element('c', [])])));
        expect(textAt(read, 'b')).toBe(xmlText(text));
      }),
    );
  });

  it('given any text as the value of an attribute, then it is read back as it was', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, halves), (value) => {
        const root = { ...element('a', []), attributes: [{ namespace: '', name: 'x', value }] };
        expect(parseXml(writeXml(root)).attributes[0]?.value).toBe(xmlText(value));
      }),
    );
  });

  it.each([
    ['a\u0000b\u0008c\u000Bd\u001Fe\uFFFE', 'abcde'],
    ['\uD83D half \uDE00 and \u{1F600}', ' half  and \u{1F600}'],
    ['tab\tline\nreturn\r', 'tab\tline\nreturn\r'],
    ['\u0645\u0631\u062D\u0628\u0627', '\u0645\u0631\u062D\u0628\u0627'],
  ])('given %j, then XML carries %j', (text, carried) => {
    expect(xmlText(text)).toBe(carried);
  });

  it('given a tree of several namespaces, types and nils, then it survives', () => {
    const source =
      '<a xmlns="urn:one" xmlns:i="http://www.w3.org/2001/XMLSchema-instance" xmlns:g="' +
      GP +
      '"><g:b i:type="g:MoneyAmount"/><c xmlns="" i:nil="true"/><g:d xmlns:e="urn:two" i:type="e:T" e:x="1">t</g:d></a>';
    const tree = parseXml(source);
    expect(parseXml(writeXml(tree))).toEqual(tree);
    expect(elementAt(tree, 'b')?.attributes[0]).toMatchObject({ value: 'MoneyAmount', valueNamespace: GP });
    expect(elementAt(tree, 'c')).toBeUndefined();
  });

  it('given the five entities and character references, then they are decoded, once', () => {
    const text = '&lt;&gt;&amp;&quot;&apos;&#65;&#x1F600;&amp;lt;&#0;&#xD800;&#99999999;';
    expect(textAt(parseXml(`<a>${text}</a>`))).toBe('<>&"\'A\u{1F600}&lt;&#99999999;');
  });

  it('given a CDATA section, then nothing is decoded in it', () => {
    expect(textAt(parseXml('<a>x&amp;<![CDATA[&amp;<b>]]>y</a>'))).toBe('x&&amp;<b>y');
  });

  it.each([
    ['a document type', '<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>'],
    ['an end that is missing', '<a><b></a>'],
    ['a prefix nobody declared', '<x:a/>'],
    ['two roots', '<a/><b/>'],
    ['nothing', ''],
    ['a depth nobody needs', `${'<a>'.repeat(200)}${'</a>'.repeat(200)}`],
  ])('given %s, then it is not read', (_name, text) => {
    expect(() => parseXml(text)).toThrow();
  });

  it('given an entity that was never declared, then it stays as it is written', () => {
    expect(textAt(parseXml('<a>&nbsp;</a>'))).toBe('&nbsp;');
  });
});
