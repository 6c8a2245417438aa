import { describe, expect, it } from '@jest/globals';
import type { Infrastructure, InfrastructureKind } from './infrastructure.js';
import { InfrastructureError } from './infrastructure-error.js';
import { selectInfrastructure, type InfrastructureCandidate } from './select-infrastructure.js';

const applies = (kind: InfrastructureKind): InfrastructureCandidate => ({
  kind,
  start: () => Promise.resolve<Infrastructure>({ kind, brokers: 'b', databaseUrl: 'd', stop: () => Promise.resolve() }),
});
const fails = (kind: InfrastructureKind, error: Error): InfrastructureCandidate => ({
  kind,
  start: () => Promise.reject(error),
});
const notHere = (reason: string) => new InfrastructureError('NOT_APPLICABLE', reason);

describe('the choice of infrastructure', () => {
  it('given several that apply, when choosing, then takes the first and starts no other', async () => {
    const lines: string[] = [];
    const never = fails('docker', new Error('must not be started'));
    const chosen = await selectInfrastructure([applies('external'), never], (line) => lines.push(line));
    expect(chosen.kind).toBe('external');
    expect(lines).toEqual(['infrastructure: external']);
  });

  it('given earlier ones that do not apply, when choosing, then says which and why', async () => {
    const lines: string[] = [];
    const candidates = [
      fails('external', notHere('X not set')),
      fails('docker', notHere('no engine')),
      applies('embedded'),
    ];
    await selectInfrastructure(candidates, (line) => lines.push(line));
    expect(lines).toEqual(['infrastructure: embedded (not external: X not set; not docker: no engine)']);
  });

  it('given one that applies but cannot start, when choosing, then its error ends the choice', async () => {
    const broken = fails('external', new InfrastructureError('EXTERNAL_UNREACHABLE', 'nothing answers'));
    await expect(selectInfrastructure([broken, applies('embedded')], () => undefined)).rejects.toMatchObject({
      code: 'EXTERNAL_UNREACHABLE',
    });
  });

  it('given none that applies, when choosing, then names every reason', async () => {
    const candidates = [fails('external', notHere('X not set')), fails('docker', notHere('no engine'))];
    await expect(selectInfrastructure(candidates, () => undefined)).rejects.toMatchObject({
      code: 'NO_INFRASTRUCTURE',
      message: expect.stringMatching(/X not set.*no engine/),
    });
  });
});
