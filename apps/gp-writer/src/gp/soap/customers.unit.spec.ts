import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { aGpCustomer } from '../documents/gp-document.fixture.js';
import type { GpCustomer } from '../documents/gp-document.js';
import { classifyError } from '../error-classifier.js';
import { Customer, CustomerAddress } from './schema/customer-types.js';
import { answered, fault, scriptedGateway } from './scripted-transport.fixture.js';

const GET = 'GetCustomerByKey';
const FULL: GpCustomer = aGpCustomer({
  email: 'new@example.com',
  phone: '5550100',
  contact: 'Jo Doe',
  currency: 'EUR',
  classId: 'WEB',
  taxRegistrationNumber: 'GB1',
  address: {
    lines: ['1 New St', 'Floor 2'],
    city: 'Leeds',
    state: 'YRK',
    postalCode: 'LS1',
    country: 'United Kingdom',
  },
});

function card(members: string) {
  return { [GET]: answered(GET, `<${GET}Result>${members}</${GET}Result>`) };
}

async function sentBy(customer: GpCustomer, members: string): Promise<string> {
  const { gateway, transport } = scriptedGateway(card(members));
  await gateway.updateCustomer(customer);
  return /<gp:customer>(.*)<\/gp:customer>/su.exec(transport.envelopeOf('UpdateCustomer'))?.[1] ?? '';
}

const HEAD = '<Key><Id>CBACME</Id></Key><IsActive>true</IsActive>';
const OTHER_ADDRESS = '<CustomerAddress><Line1>9 Old Rd</Line1><Key><Id>WAREHOUSE</Id></Key></CustomerAddress>';
const OURS =
  '<CustomerAddress><Line1>1 Old St</Line1><Line2>b</Line2><Line3>c</Line3><City>York</City>' +
  '<Phone1><Value>1</Value><CountryCode>44</CountryCode></Phone1><UPSZone>7</UPSZone>' +
  '<InternetAddresses><MessengerAddress>m</MessengerAddress><EmailToAddress>old@example.com</EmailToAddress><InternetField1>w</InternetField1></InternetAddresses>' +
  '<Key><CustomerKey><Id>CBACME</Id></CustomerKey><Id>primary</Id></Key></CustomerAddress>';

describe('a customer that GP has', () => {
  it('given our members, then they replace those of the card and all others stay where they are', async () => {
    const members = `${HEAD}<Name>Old</Name><Novel xmlns="urn:n"><a b="1"/></Novel><Priority>3</Priority><PostResultsTo>Sales Offset Account</PostResultsTo><CurrencyKey><ISOCode>EUR</ISOCode></CurrencyKey><UserDefined1>u</UserDefined1><Addresses>${OTHER_ADDRESS}${OURS}</Addresses>`;
    expect(await sentBy(FULL, members)).toBe(
      '<gp:Key><gp:Id>CBACME</gp:Id></gp:Key><gp:IsActive>true</gp:IsActive><gp:Name>Acme Ltd</gp:Name>' +
        '<Novel xmlns="urn:n"><a xmlns="urn:n" b="1"/></Novel><gp:ClassKey><gp:Id>WEB</gp:Id></gp:ClassKey>' +
        '<gp:Priority>3</gp:Priority><gp:PostResultsTo>Sales Offset Account</gp:PostResultsTo>' +
        '<gp:TaxRegistrationNumber>GB1</gp:TaxRegistrationNumber>' +
        '<gp:CurrencyKey><gp:ISOCode>EUR</gp:ISOCode></gp:CurrencyKey><gp:UserDefined1>u</gp:UserDefined1><gp:Addresses>' +
        '<gp:CustomerAddress><gp:Line1>9 Old Rd</gp:Line1><gp:Key><gp:Id>WAREHOUSE</gp:Id></gp:Key></gp:CustomerAddress>' +
        '<gp:CustomerAddress><gp:Line1>1 New St</gp:Line1><gp:Line2>Floor 2</gp:Line2><gp:Line3/><gp:City>Leeds</gp:City>' +
        '<gp:State>YRK</gp:State><gp:PostalCode>LS1</gp:PostalCode><gp:CountryRegion>United Kingdom</gp:CountryRegion>' +
        '<gp:Phone1><gp:Value>5550100</gp:Value><gp:CountryCode>44</gp:CountryCode></gp:Phone1>' +
        '<gp:ContactPerson>Jo Doe</gp:ContactPerson><gp:UPSZone>7</gp:UPSZone>' +
        '<gp:InternetAddresses><gp:MessengerAddress>m</gp:MessengerAddress><gp:EmailToAddress>new@example.com</gp:EmailToAddress>' +
        '<gp:InternetField1>w</gp:InternetField1></gp:InternetAddresses>' +
        '<gp:Key><gp:CustomerKey><gp:Id>CBACME</gp:Id></gp:CustomerKey><gp:Id>primary</gp:Id></gp:Key>' +
        '</gp:CustomerAddress></gp:Addresses>',
    );
  });

  it('given only a name, then nothing else of the address changes', async () => {
    const sent = await sentBy(aGpCustomer({ name: 'New' }), `${HEAD}<Name>Old</Name><Addresses>${OURS}</Addresses>`);
    const before = await sentBy(aGpCustomer({ name: 'Old' }), `${HEAD}<Name>Old</Name><Addresses>${OURS}</Addresses>`);
    expect(sent).toBe(before.replace('>Old<', '>New<'));
    expect(sent).toContain('old@example.com');
  });

  it('given a class somebody chose, then it stays', async () => {
    const sent = await sentBy(FULL, `${HEAD}<Name>Old</Name><ClassKey><Id>VIP</Id></ClassKey>`);
    expect(sent).toContain('<gp:ClassKey><gp:Id>VIP</gp:Id></gp:ClassKey>');
  });

  it.each([
    ['no addresses', ''],
    ['nil addresses', '<Addresses i:nil="true"/>'],
    ['another address', `<Addresses>${OTHER_ADDRESS}</Addresses>`],
  ])('given a card with %s, then ours is added to them', async (_name, addresses) => {
    const sent = await sentBy(FULL, `${HEAD}<Name>Old</Name>${addresses}`);
    const list = /<gp:Addresses>(.*)<\/gp:Addresses>$/su.exec(sent)?.[1] ?? '';
    expect(list.match(/<gp:CustomerAddress>/gu)).toHaveLength(addresses.includes('WAREHOUSE') ? 2 : 1);
    expect(list).toContain('<gp:EmailToAddress>new@example.com</gp:EmailToAddress>');
    expect(list).toContain('<gp:Id>PRIMARY</gp:Id>');
  });

  it('given any part of a card, then what is sent is in the order of the schema', async () => {
    const names = (type: typeof Customer) =>
      type.members.map(({ name }) => name).filter((name) => name !== 'Addresses');
    const some = (type: typeof Customer) =>
      fc.subarray(names(type)).map((chosen) => chosen.map((name) => `<${name}/>`));
    await fc.assert(
      fc.asyncProperty(some(Customer), some(CustomerAddress), async (ofCard, ofAddress) => {
        const parts = ofAddress.map((part) => (part === '<Key/>' ? '' : part));
        const at = parts.findIndex((part) => /Salesperson|SalesTerr|Warehouse|DeleteOn/u.test(part));
        parts.splice(at < 0 ? parts.length : at, 0, '<Key><Id>PRIMARY</Id></Key>');
        const addresses = `<Addresses><CustomerAddress>${parts.join('')}</CustomerAddress></Addresses>`;
        const sent = await sentBy(FULL, ofCard.join('') + addresses);
        const [, own = '', address = ''] =
          /^(.*)<gp:Addresses><gp:CustomerAddress>(.*)<\/gp:CustomerAddress>/su.exec(sent) ?? [];
        expectOrder(own, Customer);
        expectOrder(address, CustomerAddress);
      }),
      { numRuns: 60 },
    );
  });

  it('given a customer GP does not show, then nothing is sent and the record is told', async () => {
    const { gateway, transport } = scriptedGateway({ [GET]: fault('Business object not found.') });
    const error: unknown = await gateway.updateCustomer(FULL).catch((thrown: unknown) => thrown);
    expect(classifyError(error)).toMatchObject({ kind: 'permanent', failureClass: 'data', code: 'CUSTOMER_UNKNOWN' });
    expect(transport.operations()).toEqual([GET]);
  });
});

/** Names of the elements directly within, which must rise in the type's order. */
function expectOrder(xml: string, type: typeof Customer): void {
  const order = type.members.map(({ name }) => name);
  const places = topNames(xml).map((name) => order.indexOf(name));
  expect(places).not.toContain(-1);
  expect(places).toEqual([...places].sort((left, right) => left - right));
  expect(new Set(places).size).toBe(places.length);
}

function topNames(xml: string): string[] {
  let depth = 0;
  return [...xml.matchAll(/<(\/?)gp:(\w+)[^>]*?(\/?)>/gu)].flatMap(([, closing, name = '', empty]) => {
    if (closing === '/') depth -= 1;
    const isTop = closing === '' && depth === 0;
    if (closing === '' && empty === '') depth += 1;
    return isTop ? [name] : [];
  });
}

describe('a new customer', () => {
  it('given a name alone, then what the schema demands is there, nil where it may be', async () => {
    const { gateway, transport } = scriptedGateway();
    await gateway.createCustomer(aGpCustomer());
    const xml = transport.envelopeOf('CreateCustomer');
    expect(xml).toContain('<gp:IsActive xsi:nil="true"/>');
    expect(xml).toContain('<gp:PostResultsTo>Receivables/Discount Account</gp:PostResultsTo>');
    expect(xml).toContain(
      '<gp:CreatedDate>0001-01-01T00:00:00</gp:CreatedDate><gp:ModifiedDate>0001-01-01T00:00:00</gp:ModifiedDate><gp:LastModifiedDate>0001-01-01T00:00:00</gp:LastModifiedDate><gp:Addresses>',
    );
    expect(xml).toContain(
      '<gp:DefaultAddressKey><gp:CustomerKey><gp:Id>CBACME</gp:Id></gp:CustomerKey><gp:Id>PRIMARY</gp:Id></gp:DefaultAddressKey>',
    );
    expect(transport.operations()).toEqual(['GetPolicyByOperation', 'CreateCustomer']);
  });

  it('given all of it, then the e-mail stands at the address', async () => {
    const { gateway, transport } = scriptedGateway();
    await gateway.createCustomer(FULL);
    expect(transport.envelopeOf('CreateCustomer')).toMatch(
      /<gp:CustomerAddress><gp:Line1>1 New St<.*<gp:InternetAddresses><gp:EmailToAddress>new@example\.com</su,
    );
  });
});

describe('a customer found', () => {
  it('given a card, then it is told with the e-mail of our address', async () => {
    const members = `${HEAD.replace('true', 'false')}<IsOnHold>true</IsOnHold><Name>Acme </Name><ClassKey><Id>WEB</Id></ClassKey><CurrencyKey><ISOCode>EUR</ISOCode></CurrencyKey><Addresses>${OTHER_ADDRESS}${OURS}</Addresses>`;
    const { gateway } = scriptedGateway(card(members));
    expect(await gateway.findCustomer('cbacme')).toEqual({
      id: 'CBACME',
      name: 'Acme',
      currency: 'EUR',
      classId: 'WEB',
      isActive: false,
      isOnHold: true,
      email: 'old@example.com',
    });
  });

  it('given a card that says nothing of it, then the customer is active and not on hold', async () => {
    const { gateway } = scriptedGateway(card('<Key><Id>CBACME</Id></Key><IsActive i:nil="true"/>'));
    expect(await gateway.findCustomer('CBACME')).toMatchObject({ isActive: true, isOnHold: false });
  });

  it('given none, then there is none', async () => {
    const { gateway } = scriptedGateway({ [GET]: fault('Business object not found.') });
    expect(await gateway.findCustomer('CBACME')).toBeUndefined();
  });
});
