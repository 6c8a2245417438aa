import {
  DEFAULT_ACCOUNT,
  DEFAULT_SWITCHES,
  startGpSimulator,
  type GpSimulator,
  type GpSimulatorOptions,
  type Switches,
} from '@ledgerbridge/simulator-gp';
import { GpSettings } from '../connection-settings.js';
import { HttpSoapTransport } from '../transport/http-soap.transport.js';
import { SoapGpGateway } from './soap-gp.gateway.js';

export const CUSTOMER = 'AARONFIT0001';

/** The real gateway and transport before the simulator of GP. */
export interface SimulatedGateway {
  readonly simulator: GpSimulator;
  /** A gateway of its own sockets and policies; settings beside those of the simulator's account. */
  gateway(given?: Partial<GpSettings>): SoapGpGateway;
  /** Forgets all that was sent; switches as given, the others as they are by default. */
  reset(switches?: Partial<Switches>): void;
  close(): Promise<void>;
}

export async function startSimulatedGateway(options: GpSimulatorOptions = {}): Promise<SimulatedGateway> {
  const simulator = await startGpSimulator(options);
  const transports: HttpSoapTransport[] = [];
  return {
    simulator,
    gateway: (given = {}) => {
      const settings = settingsFor(simulator, given);
      const transport = new HttpSoapTransport(settings);
      transports.push(transport);
      const guard = <T>(_operation: string, call: (signal: AbortSignal) => Promise<T>) =>
        call(new AbortController().signal);
      return new SoapGpGateway({ transport, settings, guard });
    },
    reset: (switches = {}) => {
      simulator.controls.reset();
      simulator.controls.set({ ...DEFAULT_SWITCHES, ...switches });
    },
    close: async () => {
      await Promise.all(transports.map((transport) => transport.close()));
      await simulator.close();
    },
  };
}

function settingsFor({ endpoint }: GpSimulator, given: Partial<GpSettings>): GpSettings {
  const { domain, user, password } = DEFAULT_ACCOUNT;
  const account = { endpoint, domain, username: user, password, companyId: -1 };
  return Object.assign(new GpSettings(), account, given);
}
