import { describe, expect, it } from '@jest/globals';
import { endpointHost, endpointUrl } from './endpoint.js';

const ADDRESS = 'http://gp.acme.local:48620/DynamicsGPWebServices/DynamicsGPService.asmx';

describe('endpoint of GP', () => {
  it.each([
    [ADDRESS, ADDRESS],
    ['http://gp.acme.local:48620/DynamicsGPWebServices', ADDRESS],
    ['http://gp.acme.local:48620/DynamicsGPWebServices//', ADDRESS],
    ['https://gp.acme.local/gp/dynamicsgpservice.ASMX', 'https://gp.acme.local/gp/dynamicsgpservice.ASMX'],
    ['https://gp.acme.local', 'https://gp.acme.local/DynamicsGPService.asmx'],
  ])('given %s, then calls are posted to %s', (endpoint, url) => {
    expect(endpointUrl(endpoint).href).toBe(url);
  });

  it.each([
    ['http://gp.acme.local/x', 'gp.acme.local:80'],
    ['https://gp.acme.local/x', 'gp.acme.local'],
    [ADDRESS, 'gp.acme.local:48620'],
    ['no address', undefined],
  ])('given %s, then the password is bound to %s', (endpoint, host) => {
    expect(endpointHost(endpoint)).toBe(host);
  });
});
