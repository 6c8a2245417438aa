import type { ValidationMessage } from '../gp.errors.js';
import { companyContext, gpElement } from './envelope.js';
import type { SoapCaller } from './soap-caller.js';
import { elementAt, elementsOf, textAt, trimmedAt, type XmlElement } from './xml/xml-element.js';

/** GP's exception log: a fault of a business rule names an entry, and only the entry says which rule. */
export class ValidationLog {
  constructor(private readonly caller: SoapCaller) {}

  /** Undefined when the log cannot be read: the fault it was to explain stays the one that is told. */
  async read(logId: string): Promise<ValidationMessage[] | undefined> {
    const name = 'GetLoggedValidationResultByKey';
    const members = [gpElement('logId', [logId]), companyContext(this.caller.settings)];
    try {
      const result = elementAt(await this.caller.call({ name, members }), `${name}Result`);
      return [...messagesOf(result, 'Error'), ...messagesOf(result, 'Warning')];
    } catch {
      return undefined;
    }
  }
}

function messagesOf(result: XmlElement | undefined, kind: 'Error' | 'Warning'): ValidationMessage[] {
  return elementsOf(elementAt(result, `${kind}s`), `Validation${kind}`).map((item) => ({
    text: trimmedAt(item, 'Message') ?? '',
    id: trimmedAt(item, 'Id'),
    properties: elementsOf(elementAt(item, 'PropertyNames'), 'string').flatMap((name) => textAt(name) ?? []),
    isWarning: kind === 'Warning',
  }));
}
