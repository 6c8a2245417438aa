import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Circuit } from './circuit.js';

const policy = { baseMs: 100, capMs: 1_000 };

describe('Circuit', () => {
  it('given a target that is down, when time has come, then one probe passes and the others wait for it', () => {
    const circuit = new Circuit(policy);
    expect(circuit.admit(0)).toBe('pass');
    circuit.down(0);
    expect(circuit.state(99)).toBe('open');
    expect(circuit.admit(99)).toBe('stop');
    expect(circuit.waitMs(40)).toBe(60);
    expect(circuit.admit(100)).toBe('probe');
    expect(circuit.admit(100)).toBe('stop');
    circuit.answered();
    expect(circuit.state(100)).toBe('closed');
    expect(circuit.admit(100)).toBe('pass');
  });

  it('given a probe that finds the target down again, then the next wait is twice as long', () => {
    const circuit = new Circuit(policy);
    circuit.down(0);
    circuit.admit(100);
    circuit.down(100);
    expect(circuit.waitMs(100)).toBe(200);
  });

  it('given calls under way when it opened, when they fail too, then it opens no further', () => {
    const circuit = new Circuit(policy);
    circuit.down(0);
    circuit.down(10);
    circuit.down(20);
    expect(circuit.waitMs(20)).toBe(80);
  });

  it('given a probe that made no call, then the next one probes', () => {
    const circuit = new Circuit(policy);
    circuit.down(0);
    circuit.admit(100);
    circuit.unused();
    expect(circuit.admit(100)).toBe('probe');
  });

  it('given a target that is suspected, then one finds out at once and an answer clears it; one known to be down stays so', () => {
    const circuit = new Circuit(policy);
    circuit.down(0);
    circuit.admit(5_000);
    circuit.answered();
    circuit.suspect();
    expect(circuit.state(1)).toBe('half-open');
    expect([circuit.admit(1), circuit.admit(1)]).toEqual(['probe', 'stop']);
    circuit.answered();
    expect(circuit.admit(1)).toBe('pass');
    circuit.down(10);
    circuit.suspect();
    expect(circuit.admit(20)).toBe('stop');
  });

  it('given a call without an answer, then a closed circuit stays closed and a probe opens it again', () => {
    const circuit = new Circuit(policy);
    circuit.unanswered(0);
    expect(circuit.state(0)).toBe('closed');
    circuit.down(0);
    circuit.admit(100);
    circuit.unanswered(100);
    expect(circuit.state(101)).toBe('open');
  });

  it('given any history, then an answer closes it and there is never more than one probe', () => {
    const step = fc.constantFrom('admit', 'down', 'unanswered', 'answered', 'unused');
    fc.assert(
      fc.property(fc.array(fc.tuple(step, fc.nat(500)), { maxLength: 60 }), (steps) => {
        const circuit = new Circuit(policy);
        let now = 0;
        let probes = 0;
        for (const [what, ms] of steps) {
          now += ms;
          if (what === 'admit') probes += circuit.admit(now) === 'probe' ? 1 : 0;
          if (what === 'answered') circuit.answered();
          if (what === 'down') circuit.down(now);
          if (what === 'unanswered') circuit.unanswered(now);
          if (what === 'unused') circuit.unused();
          if (what !== 'admit') probes = circuit.state(now) === 'half-open' && circuit.waitMs(now) > 0 ? probes : 0;
          expect(probes).toBeLessThanOrEqual(1);
        }
        circuit.answered();
        expect(circuit.admit(now)).toBe('pass');
      }),
    );
  });
});
