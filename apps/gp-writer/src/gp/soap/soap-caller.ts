import type { GpSettings } from '../connection-settings.js';
import { isNotFound } from '../error-classifier.js';
import { GpError } from '../gp.errors.js';
import type { SoapTransport } from '../transport/soap-transport.port.js';
import { envelope } from './envelope.js';
import { readAnswer, type SoapFault } from './read-answer.js';
import { SafeText } from './safe-text.js';
import type { ValidationLog } from './validation-log.js';
import type { XmlElement } from './xml/xml-element.js';

/** Makes one call in its turn: waits for it, checks the right to make it, ends it in time. */
export type CallGuard = <T>(operation: string, call: (signal: AbortSignal) => Promise<T>) => Promise<T>;

export interface SoapCallerParts {
  readonly transport: SoapTransport;
  readonly settings: GpSettings;
  readonly guard: CallGuard;
}

/** An operation with its members in the order of the schema. */
export interface Operation {
  readonly name: string;
  readonly members: readonly XmlElement[];
  /** Names, addresses and the like that were sent and are not to come back in an error. */
  readonly personal?: readonly (string | undefined)[];
}

/** Calls of one GP company: envelope out, the operation's response element back. */
export class SoapCaller {
  constructor(private readonly parts: SoapCallerParts) {}

  get settings(): GpSettings {
    return this.parts.settings;
  }

  /**
   * @param log what a fault's log entry is read with; without it a fault is told by its own words
   * @throws GpError
   */
  async call(operation: Operation, log?: ValidationLog): Promise<XmlElement> {
    const { name, members, personal = [] } = operation;
    const { transport, guard, settings } = this.parts;
    const call = { operation: name, envelope: envelope(name, members) };
    const answer = await guard(name, (signal) => transport.post(call, signal));
    const read = readAnswer(name, answer, settings.faults);
    if (read.kind === 'response') return read.element;
    throw await this.errorOf(read.fault, name, new SafeText(personal), log);
  }

  private async errorOf(fault: SoapFault, operation: string, safe: SafeText, log?: ValidationLog): Promise<GpError> {
    const { faultString, logId, saysLogged, httpStatus } = fault;
    const known = { operation, httpStatus, faultString: safe.of(faultString), rules: this.settings.faults };
    const bare = errorWith('GP_SYSTEM_FAULT', known, known.faultString);
    // the log would only say the same in more words
    if (logId === undefined || isNotFound(bare)) return bare;
    const entry = log === undefined ? undefined : await log.read(logId);
    const messages = entry?.map((message) => ({ ...message, text: safe.of(message.text) }));
    const isValidation = saysLogged || (messages ?? []).length > 0 || /validation/iu.test(faultString);
    const code = isValidation ? 'GP_VALIDATION' : 'GP_SYSTEM_FAULT';
    const text = messages?.find(({ isWarning }) => !isWarning)?.text ?? messages?.[0]?.text ?? known.faultString;
    return errorWith(code, { ...known, logId, ...(messages !== undefined && { messages }) }, text);
  }
}

function errorWith(
  code: 'GP_VALIDATION' | 'GP_SYSTEM_FAULT',
  failure: ConstructorParameters<typeof GpError>[2],
  text: string,
): GpError {
  return new GpError(code, `Dynamics GP refused ${failure.operation}: ${text}`, failure);
}
