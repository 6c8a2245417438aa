import type { CreateOperation, CreatePolicy } from '../gp-gateway.port.js';
import { GpError } from '../gp.errors.js';
import { isNotFound } from '../error-classifier.js';
import { companyContext, gpElement } from './envelope.js';
import type { SoapCaller } from './soap-caller.js';
import type { ValidationLog } from './validation-log.js';
import { elementAt, elementsOf, trimmedAt, type XmlElement } from './xml/xml-element.js';

const GET = 'GetPolicyByOperation';

/**
 * Behaviours of a policy and the numbers of their options, as documented for CreateReceivablesReturn; for the others
 * presumably equal.
 * @see https://learn.microsoft.com/previous-versions/dynamicsgp/developer/cc534165
 */
const CREATE_DISTRIBUTIONS = 'e476a157-ecf0-4dae-8cef-317dd2cfbe41';
const DISTRIBUTIONS_PROVIDED = '0';
const ASSIGN_BATCH_PREFIX = 'dc788b46-e2ae-4b7a-80c2-00cb40dcf76f';
const PREFIX_SPECIFIED = '2';

/** The administrator's policy of each operation: asked for once, given back with every call as it came. */
export class Policies {
  private readonly elements = new Map<CreateOperation, Promise<XmlElement>>();

  constructor(
    private readonly caller: SoapCaller,
    private readonly log: ValidationLog,
  ) {}

  /** The `policy` member of a call. */
  element(operation: CreateOperation): Promise<XmlElement> {
    const known = this.elements.get(operation);
    if (known !== undefined) return known;
    const asked = this.ask(operation);
    this.elements.set(operation, asked);
    // callers see the failure; the next one asks again
    asked.catch(() => this.elements.delete(operation));
    return asked;
  }

  /** For a policy the service no longer takes: an administrator has changed it. */
  forget(operation: CreateOperation): void {
    this.elements.delete(operation);
  }

  async policy(operation: CreateOperation): Promise<CreatePolicy> {
    return readPolicy(await this.element(operation));
  }

  private async ask(operation: CreateOperation): Promise<XmlElement> {
    const members = [gpElement('operation', [operation]), companyContext(this.caller.settings)];
    let policy: XmlElement | undefined;
    try {
      policy = elementAt(await this.caller.call({ name: GET, members }, this.log), `${GET}Result`);
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
    if (policy === undefined || trimmedAt(policy, 'Key', 'Id') === undefined) throw missing(operation);
    return { ...policy, ...gpElement('policy', policy.children) };
  }
}

/** Without a behaviour GP does what is its default: distributions of its own, no prefix. */
export function readPolicy(policy: XmlElement): CreatePolicy {
  const behaviors = elementsOf(elementAt(policy, 'Behaviors'), 'Behavior');
  const selected = (id: string) => {
    const behavior = behaviors.find((each) => trimmedAt(each, 'Key', 'Id')?.toLowerCase() === id);
    return elementAt(behavior, 'SelectedOption');
  };
  const isProvided = trimmedAt(selected(CREATE_DISTRIBUTIONS), 'Key', 'Id') === DISTRIBUTIONS_PROVIDED;
  const batchPrefix = prefixOf(selected(ASSIGN_BATCH_PREFIX));
  return { distributions: isProvided ? 'provided' : 'automatic', ...(batchPrefix !== undefined && { batchPrefix }) };
}

function prefixOf(option: XmlElement | undefined): string | undefined {
  if (trimmedAt(option, 'Key', 'Id') !== PREFIX_SPECIFIED) return undefined;
  const parameters = elementsOf(elementAt(option, 'Parameters'), 'Parameter');
  const named = parameters.find((parameter) => /prefix/iu.test(trimmedAt(parameter, 'Name') ?? ''));
  return trimmedAt(named ?? parameters[0], 'Value');
}

function missing(operation: CreateOperation): GpError {
  const message = `Dynamics GP has no policy for ${operation}: the role of this account has none, and there is no default`;
  return new GpError('GP_POLICY_MISSING', message, { operation });
}
