import type { CreateOperation } from '../gp-gateway.port.js';
import { isPolicyRefused } from '../error-classifier.js';
import { companyContext } from './envelope.js';
import type { Policies } from './policies.js';
import type { SoapCaller } from './soap-caller.js';
import type { ValidationLog } from './validation-log.js';
import type { XmlElement } from './xml/xml-element.js';

/** Creates and updates: what is written, the context, and the operation's policy as the service gave it. */
export class WriteCalls {
  constructor(
    private readonly caller: SoapCaller,
    private readonly policies: Policies,
    private readonly log: ValidationLog,
  ) {}

  /** @param personal names, addresses and the like in the object, for errors to be without */
  async send(
    name: CreateOperation,
    build: (policy: XmlElement) => XmlElement,
    personal: readonly (string | undefined)[] = [],
  ): Promise<void> {
    const policy = await this.policies.element(name);
    const members = [build(policy), companyContext(this.caller.settings), policy];
    try {
      await this.caller.call({ name, members, personal }, this.log);
    } catch (error) {
      if (isPolicyRefused(error)) this.policies.forget(name);
      throw error;
    }
  }
}
