import type { RunningSimulators } from '@ledgerbridge/sandbox';

/** Control endpoints of one simulator, below `/__sim`. */
export class SimulatorControl {
  constructor(private readonly origin: string) {}

  get<T>(path: string): Promise<T> {
    return this.call<T>('GET', path);
  }

  post<T>(path: string, body: object): Promise<T> {
    return this.call<T>('POST', path, body);
  }

  patch<T>(path: string, body: object): Promise<T> {
    return this.call<T>('PATCH', path, body);
  }

  delete<T>(path: string): Promise<T> {
    return this.call<T>('DELETE', path);
  }

  private async call<T>(method: string, path: string, body?: object): Promise<T> {
    const response = await fetch(`${this.origin}/__sim${path}`, {
      method,
      ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return JSON.parse(text) as T;
  }
}

export function controlsOf(simulators: RunningSimulators): { syspro: SimulatorControl; chargebee: SimulatorControl } {
  return {
    syspro: new SimulatorControl(new URL(simulators.sysproUrl).origin),
    chargebee: new SimulatorControl(new URL(simulators.chargebeeUrl).origin),
  };
}
