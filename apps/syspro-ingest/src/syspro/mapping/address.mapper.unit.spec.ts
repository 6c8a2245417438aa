import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { settings } from '../builders.fixture.js';
import { AddressLineSettings } from '../mapping-settings.js';
import { mapAddress } from './address.mapper.js';

const soldTo = (lines: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(lines).map(([name, text]) => [name === 'post' ? 'SoldPostalCode' : `SoldTo${name}`, text]),
  );
const map = (lines: Record<string, string>, over = {}) => mapAddress(soldTo(lines), 'SoldTo', settings(over));

describe('address mapper', () => {
  it('given lines as SYSPRO labels them, when mapped, then each finds its field', () => {
    const lines = { Addr1: 'Unit 4', Addr2: '12 Foundry Street', Addr3: 'Johannesburg', Addr3Loc: 'Wadeville' };
    expect(map({ ...lines, Addr4: 'Gauteng', Addr5: 'South Africa', post: '1422' })).toEqual({
      lines: ['Unit 4', '12 Foundry Street', 'Wadeville'],
      city: 'Johannesburg',
      region: 'Gauteng',
      postalCode: '1422',
      country: 'ZA',
    });
  });

  it('given a country line that is none, when mapped, then its text is kept in the street lines', () => {
    expect(map({ Addr2: '1 Trap Street', Addr5: 'Attention: stores' })).toEqual({
      lines: ['1 Trap Street', 'Attention: stores'],
    });
  });

  it('given the country in another line, when mapped, then it is found; a state is never taken for one', () => {
    expect(map({ Addr1: '1 Main St', Addr3: 'Cork', Addr4: 'Ireland' })).toMatchObject({ city: 'Cork', country: 'IE' });
    expect(map({ Addr1: '1 Peachtree', Addr3: 'Atlanta', Addr4: 'Georgia' })).toMatchObject({ region: 'Georgia' });
    expect(map({ Addr1: '1 Main', Addr3: 'San Jose', Addr4: 'CA' })).toMatchObject({ region: 'CA' });
  });

  it('given no postal code column, when a lower line can be nothing else, then it is the postal code', () => {
    expect(map({ Addr1: '1 Main', Addr3: 'Durban', Addr4: '3610' })).toEqual({
      lines: ['1 Main'],
      city: 'Durban',
      postalCode: '3610',
    });
  });

  it('given blanks only, when mapped, then there is no address', () => {
    expect(map({ Addr1: '   ', Addr3: '' })).toBeUndefined();
  });

  it('given other roles in the settings, when mapped, then those count', () => {
    const address = Object.assign(new AddressLineSettings(), { addr3: 'line', addr4: 'city', addr5: 'postalCode' });
    expect(map({ Addr3: 'Ext 4', Addr4: 'Polokwane', Addr5: '0699' }, { address })).toEqual({
      lines: ['Ext 4'],
      city: 'Polokwane',
      postalCode: '0699',
    });
  });

  it('given any texts, when mapped, then no text is lost but a recognised country', () => {
    const text = fc.stringMatching(/^[A-Za-z0-9 ]{0,20}$/);
    const lines = fc.record({ Addr1: text, Addr2: text, Addr3: text, Addr3Loc: text, Addr4: text, Addr5: text });
    fc.assert(
      fc.property(lines, (given) => {
        const address = map(given);
        const kept = [...(address?.lines ?? []), address?.city, address?.region, address?.postalCode];
        const missing = Object.values(given).filter((part) => part.trim() !== '' && !kept.includes(part.trim()));
        expect(missing.length).toBeLessThanOrEqual(address?.country === undefined ? 0 : 1);
      }),
    );
  });
});
