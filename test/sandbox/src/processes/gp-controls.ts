import { Controls } from './simulator-controls.js';

/** One receivables document or cash receipt of the simulated company. */
export interface GpDocument {
  readonly kind: 'invoice' | 'debit-memo' | 'credit-memo' | 'cash-receipt';
  /** Document number. */
  readonly id: string;
  readonly customerId: string;
  readonly currency: string;
  readonly amount: string;
  readonly batch: { readonly source: string; readonly id: string };
  readonly state: 'Work' | 'Open' | 'History';
  readonly voided: boolean;
  readonly createdAt: string;
  /** As GetByKey answers it, some of it. */
  readonly value: { readonly Date?: string; readonly Description?: string };
}

export interface GpSummary {
  readonly requests: Readonly<Record<string, number>>;
  readonly schemaViolations: { readonly count: number; readonly reasons: Readonly<Record<string, number>> };
  /** By message. */
  readonly validationFaults: Readonly<Record<string, number>>;
  readonly silent: Readonly<Record<string, number>>;
  readonly maxConcurrent: number;
}

/** One call the simulated service has answered. */
export interface GpRequest {
  readonly sequence: number;
  /** When it came in. */
  readonly at: string;
  readonly durationMs?: number;
  readonly outcome?: string;
}

/** The simulated company of Dynamics GP from the inside. */
export class GpControls extends Controls {
  async summary(): Promise<GpSummary> {
    return this.call('GET', '/summary');
  }

  async documents(): Promise<readonly GpDocument[]> {
    return (await this.call<{ items: GpDocument[] }>('GET', '/documents')).items;
  }

  async customers(): Promise<readonly { readonly id: string }[]> {
    return (await this.call<{ items: { id: string }[] }>('GET', '/customers')).items;
  }

  /** Calls of one operation, oldest first. */
  async requests(operation: string, after = 0): Promise<readonly GpRequest[]> {
    return (await this.call<{ items: GpRequest[] }>('GET', `/requests?operation=${operation}&after=${after}`)).items;
  }

  async set(switches: object): Promise<void> {
    await this.call('POST', '/switches', switches);
  }

  async fault(plan: object): Promise<void> {
    await this.call('POST', '/faults', plan);
  }

  /** How often each plan was met. */
  async faults(): Promise<readonly { readonly fault: string; readonly seen: number; readonly used: number }[]> {
    return (await this.call<{ items: { fault: string; seen: number; used: number }[] }>('GET', '/faults')).items;
  }

  async clearFaults(): Promise<void> {
    await this.call('DELETE', '/faults');
  }

  /** Refuses connections until {@link goUp}. */
  async goDown(): Promise<void> {
    await this.call('POST', '/down');
  }

  async goUp(): Promise<void> {
    await this.call('POST', '/up');
  }
}
