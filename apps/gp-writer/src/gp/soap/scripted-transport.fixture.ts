import { GpSettings } from '../connection-settings.js';
import type { SoapAnswer, SoapCall, SoapTransport } from '../transport/soap-transport.port.js';
import type { SoapCallerParts } from './soap-caller.js';
import { SoapGpGateway } from './soap-gp.gateway.js';

const GP = 'http://schemas.microsoft.com/dynamics/gp/2006/01';
const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';

type Answer = SoapAnswer | Error;
export type Script = Readonly<Record<string, Answer | ((envelope: string) => Answer)>>;

/** A server that answers each operation as scripted, and a create or update with nothing. */
export class ScriptedTransport implements SoapTransport {
  readonly calls: SoapCall[] = [];

  constructor(private readonly script: Script = {}) {}

  async post(call: SoapCall): Promise<SoapAnswer> {
    this.calls.push(call);
    const scripted = this.script[call.operation] ?? defaultAnswer(call.operation);
    const answer = typeof scripted === 'function' ? scripted(call.envelope) : scripted;
    if (answer instanceof Error) throw answer;
    return answer;
  }

  async close(): Promise<void> {}

  operations(): string[] {
    return this.calls.map(({ operation }) => operation);
  }

  /** Of the last call of this operation. */
  envelopeOf(operation: string): string {
    return this.calls.findLast((call) => call.operation === operation)?.envelope ?? '';
  }
}

/** Default namespace GP's, `d` that of the company keys, as .NET writes answers. */
export function answered(operation: string, result = ''): SoapAnswer {
  return envelope(200, `<${operation}Response xmlns="${GP}">${result}</${operation}Response>`);
}

export function fault(faultString: string, detail = ''): SoapAnswer {
  const body = `<s:Fault><faultcode>s:Server</faultcode><faultstring>${faultString}</faultstring><detail>${detail}</detail></s:Fault>`;
  return envelope(500, body);
}

export const LOG_ID = '0f8fad5b-d9cb-469f-a165-70867728950e';

export function validationFault(): SoapAnswer {
  return fault('A validation exception has occurred.', `<Message xmlns="urn:gp">${LOG_ID}</Message>`);
}

/** The log entry of a validation fault. */
export function logged(errors: readonly string[], warnings: readonly string[] = []): SoapAnswer {
  const items = (kind: string, texts: readonly string[]) => {
    const item = (text: string) =>
      `<${kind}><ObjectType>X</ObjectType><PropertyNames><string>Key</string></PropertyNames><Message>${text}</Message><Id>7</Id></${kind}>`;
    return texts.map(item).join('');
  };
  const result = `<Errors>${items('ValidationError', errors)}</Errors><Warnings>${items('ValidationWarning', warnings)}</Warnings>`;
  const operation = 'GetLoggedValidationResultByKey';
  return answered(operation, `<${operation}Result>${result}</${operation}Result>`);
}

export interface PolicyOptions {
  readonly distributions?: '0' | '1';
  readonly prefix?: string;
}

export function policyAnswer({ distributions = '1', prefix }: PolicyOptions = {}): SoapAnswer {
  const behavior = (id: string, option: string, parameters = '') =>
    `<Behavior><Key><Id>${id}</Id></Key><Name>B</Name><Internal>true</Internal><SelectedOption><Key><Id>${option}</Id></Key>${parameters}</SelectedOption></Behavior>`;
  const named =
    prefix === undefined
      ? behavior('dc788b46-e2ae-4b7a-80c2-00cb40dcf76f', '1')
      : behavior(
          'DC788B46-E2AE-4B7A-80C2-00CB40DCF76F',
          '2',
          `<Parameters><Parameter><Name>Prefix</Name><Value>${prefix}</Value></Parameter></Parameters>`,
        );
  const behaviors = behavior('e476a157-ecf0-4dae-8cef-317dd2cfbe41', distributions) + named;
  const operation = 'GetPolicyByOperation';
  return answered(
    operation,
    `<${operation}Result><Key><Id>40eb2079-cb7e-413b-b7ab-7f1e8a52173c</Id></Key><Behaviors>${behaviors}</Behaviors><Name>P</Name></${operation}Result>`,
  );
}

function defaultAnswer(operation: string): SoapAnswer {
  return operation === 'GetPolicyByOperation' ? policyAnswer() : answered(operation);
}

function envelope(status: number, body: string): SoapAnswer {
  const text = `<s:Envelope xmlns:s="${SOAP}" xmlns:i="http://www.w3.org/2001/XMLSchema-instance"><s:Body>${body}</s:Body></s:Envelope>`;
  return { status, contentType: 'text/xml; charset=utf-8', body: text };
}

export interface ScriptedGateway {
  readonly gateway: SoapGpGateway;
  readonly transport: ScriptedTransport;
  readonly settings: GpSettings;
  /** Operations whose turn was asked for. */
  readonly guarded: string[];
}

export function scriptedGateway(script: Script = {}, given: Partial<GpSettings> = {}): ScriptedGateway {
  const transport = new ScriptedTransport(script);
  const settings = Object.assign(new GpSettings(), { companyId: -1 }, given);
  const guarded: string[] = [];
  const guard: SoapCallerParts['guard'] = (operation, call) => {
    guarded.push(operation);
    return call(new AbortController().signal);
  };
  return { gateway: new SoapGpGateway({ transport, settings, guard }), transport, settings, guarded };
}
