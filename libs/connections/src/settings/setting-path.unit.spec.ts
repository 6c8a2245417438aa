import { describe, expect, it } from '@jest/globals';
import { getSetting, hasPlaceFor, setSetting } from './setting-path.js';

describe('setting paths', () => {
  it('given nested settings, when read, set and removed by path, then only that setting is touched', () => {
    const settings = { odata: { username: 'OP', password: 'x' }, apiKey: 'k' };

    expect(getSetting(settings, 'odata.password')).toBe('x');
    setSetting(settings, 'odata.password', undefined);
    setSetting(settings, 'apiKey', 'new');

    expect(settings).toEqual({ odata: { username: 'OP' }, apiKey: 'new' });
  });

  it('given the object that would hold it is absent, when set, then nothing is made up', () => {
    const settings = {};

    setSetting(settings, 'enet.operatorPassword', 'x');

    expect(settings).toEqual({});
    expect(hasPlaceFor(settings, 'enet.operatorPassword')).toBe(false);
    expect(hasPlaceFor(settings, 'apiKey')).toBe(true);
  });

  it('given names that objects inherit, when read, then they are absent', () => {
    expect(getSetting({}, 'constructor.name')).toBeUndefined();
    expect(getSetting({}, 'toString')).toBeUndefined();
  });
});
