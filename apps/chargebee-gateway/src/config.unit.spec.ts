import { describe, expect, it } from '@jest/globals';
import { loadTrustedProxies } from './config.js';

describe('WEBHOOK_TRUSTED_PROXIES', () => {
  it('given none, then no proxy is believed', () => {
    expect(loadTrustedProxies({})).toEqual([]);
    expect(loadTrustedProxies({ WEBHOOK_TRUSTED_PROXIES: '' })).toEqual([]);
  });

  it('given addresses and ranges, then those are', () => {
    expect(loadTrustedProxies({ WEBHOOK_TRUSTED_PROXIES: '10.0.0.0/8, ::1,' })).toEqual(['10.0.0.0/8', '::1']);
  });

  it('given anything else, then the start is refused by the name, without the value', () => {
    const wrong = () => loadTrustedProxies({ WEBHOOK_TRUSTED_PROXIES: '10.0.0.0/8, canary.example' });
    expect(wrong).toThrow(/^Wrong settings\. WEBHOOK_TRUSTED_PROXIES: addresses or CIDR ranges/);
    expect(wrong).not.toThrow(/canary/);
  });
});
