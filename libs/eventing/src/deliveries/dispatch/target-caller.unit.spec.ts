import { describe, expect, it } from '@jest/globals';
import type { HeldConnection } from '@ledgerbridge/connections';
import { aDelivery } from '../testing/row-builders.fixture.spec.js';
import { ScriptedTarget, TargetError } from '../testing/scripted-target.fixture.spec.js';
import { Circuit } from './circuit.js';
import { TargetCaller } from './target-caller.js';

describe('an error while deciding', () => {
  const backoff = { baseMs: 60_000, capMs: 60_000 };

  function probing(): { caller: TargetCaller<object>; circuit: Circuit } {
    const circuit = new Circuit(backoff);
    circuit.suspect();
    expect(circuit.admit(performance.now())).toBe('probe');
    const held = { connection: { id: 'target' } } as HeldConnection<object>;
    const caller = new TargetCaller(new ScriptedTarget(), held, circuit, { retry: backoff, leaseMarginMs: 0 });
    return { caller, circuit };
  }

  it('given a record that cannot be mapped, then it says nothing of the target: the next delivery probes at once', () => {
    const { caller, circuit } = probing();
    expect(caller.refusedWhileDeciding(aDelivery(), new TypeError('x is undefined'))).toBeUndefined();
    circuit.unused();
    expect(circuit.admit(performance.now())).toBe('probe');
  });

  it('given a target that is down, then the circuit opens and no attempt is burnt; an answer closes it', () => {
    const { caller, circuit } = probing();
    const down = new TargetError({ kind: 'target-down' }, 'ECONNREFUSED');
    expect(caller.refusedWhileDeciding(aDelivery({ attempt: 2 }), down)).toMatchObject({ to: 'retrying', attempt: 2 });
    expect(circuit.state(performance.now())).toBe('open');
    const busy = new TargetError({ kind: 'transient' }, 'BUSY');
    expect(caller.refusedWhileDeciding(aDelivery({ attempt: 2 }), busy)).toMatchObject({ to: 'retrying', attempt: 3 });
    expect(circuit.state(performance.now())).toBe('closed');
  });

  it('given a lease that is lost, then nothing is concluded', () => {
    const lost = Object.assign(new Error('lost'), { code: 'LEASE_LOST' });
    expect(() => probing().caller.refusedWhileDeciding(aDelivery(), lost)).toThrow('lost');
  });
});
