import { isUtf8 } from 'node:buffer';
import { setTimeout as delay } from 'node:timers/promises';
import type { AccountOptions } from '../company/company-options.js';
import type { FaultBook } from '../faults/fault-book.js';
import { isApplied, type FaultPlan } from '../faults/fault-plan.js';
import { MESSAGES } from '../rules/messages.js';
import { failureText } from '../rules/validation-failure.js';
import { operationOf } from '../soap/envelope.js';
import type { Service, ServiceCall } from '../soap/service.js';
import { faultEnvelope, SoapFault } from '../soap/soap-fault.js';
import type { Switches } from '../switches.js';
import { htmlAnswer, soapAnswer, type Answer, type Outcome } from './answer.js';
import type { AuthenticationGate } from './authentication-gate.js';
import type { HttpRequest } from './http-request.js';
import type { LogEntry, RequestLog } from './request-log.js';

/** Path of the legacy endpoint. */
export const ENDPOINT_PATH = '/DynamicsGPWebServices/DynamicsGPService.asmx';

/** Answers the endpoint's requests, in the order: path, authentication, HTTP rules, faults, the service. */
export class Endpoint {
  constructor(
    private readonly parts: {
      gate: AuthenticationGate;
      service: Service;
      faults: FaultBook;
      log: RequestLog;
      switches: () => Switches;
    },
  ) {}

  /** `closed` settles when the answer is out or its connection gone. `entry` is completed with what was found out. */
  async handle(request: HttpRequest, entry: LogEntry, closed: Promise<void>): Promise<Outcome> {
    const { gate, log } = this.parts;
    if (request.path.toLowerCase() !== ENDPOINT_PATH.toLowerCase()) return answered(htmlAnswer(404, 'Not Found'));
    const passage = gate.pass(request.socket, request.headers.authorization, request.body.length);
    if ('challenges' in passage) {
      entry.outcome = '401';
      return answered(unauthorized(passage.challenges));
    }
    entry.user = `${passage.account.domain}\\${passage.account.user}`;
    const leave = log.enter();
    void closed.then(leave);
    const outcome = await this.serve(request, passage.account, entry);
    if (this.parts.switches().authenticateEachRequest) gate.forget(request.socket);
    return this.parts.switches().closeAfterAnswer && outcome.kind === 'answer'
      ? { ...outcome, kind: 'last-answer' }
      : outcome;
  }

  private async serve(request: HttpRequest, account: AccountOptions, entry: LogEntry): Promise<Outcome> {
    const refusal = httpRefusal(request);
    if (refusal !== undefined) return answered(refusal);
    const operation = operationOf(request.headers.soapaction as string | undefined);
    const call = { account, operation, body: request.body.toString('utf8') };
    const plan = this.parts.faults.next(operation ?? '');
    const waitMs = Math.max(this.parts.switches().latencyMs, plan?.delayMs ?? 0);
    if (waitMs > 0) await delay(waitMs);
    if (plan === undefined) return answered(this.run(call, entry));
    if (!isApplied(plan.fault)) {
      entry.outcome = plan.fault;
      return this.fail(plan, call, request);
    }
    const answer = this.run(call, entry);
    if (plan.fault === 'slow' || plan.fault === 'close-after-answer') {
      return plan.fault === 'slow' ? answered(answer) : { kind: 'last-answer', answer };
    }
    entry.outcome = plan.fault;
    return this.spoil(plan, call, answer);
  }

  private run(call: ServiceCall, entry: LogEntry): Answer {
    try {
      const envelope = this.parts.service.call(call);
      entry.outcome = 'ok';
      return soapAnswer(200, envelope);
    } catch (error) {
      if (!(error instanceof SoapFault)) throw error;
      entry.outcome = error.kind;
      return this.faultAnswer(error);
    }
  }

  /** The end of a call that was not carried out. */
  private fail(plan: FaultPlan, call: ServiceCall, request: HttpRequest): Outcome {
    switch (plan.fault) {
      case 'reset-before-apply':
        return { kind: 'reset' };
      case 'hang':
        return { kind: 'hang' };
      case 'unauthorized':
        this.parts.gate.forget(request.socket);
        return answered(unauthorized(['Negotiate', 'NTLM']));
      case '503':
        return answered(htmlAnswer(503, 'Service Unavailable'));
      case 'html':
        return answered(htmlAnswer(500, 'Runtime Error'));
      case 'html-200':
        return answered(htmlAnswer(200, 'Sign in'));
      case 'garbled':
        return answered(soapAnswer(200, GARBLED));
      default:
        return answered(this.faultAnswer(this.plannedFault(plan, call)));
    }
  }

  /** The end of a call that was carried out. */
  private spoil(plan: FaultPlan, call: ServiceCall, answer: Answer): Outcome {
    switch (plan.fault) {
      case 'reset-after-apply':
        return { kind: 'reset' };
      case 'hang-after-apply':
        return { kind: 'hang' };
      case 'truncated':
        return { kind: 'truncated', answer };
      case 'garbled-after-apply':
        return answered(soapAnswer(200, GARBLED));
      default:
        return answered(this.faultAnswer(this.plannedFault(plan, call)));
    }
  }

  private plannedFault(plan: FaultPlan, call: ServiceCall): SoapFault {
    const { service } = this.parts;
    const text = plan.message ?? textOf(plan);
    const system = plan.as === 'system' || plan.fault.startsWith('system');
    if (!system) return service.validationFault(failureText(text), call);
    return plan.fault.startsWith('system') && plan.message === undefined
      ? service.systemFault(text, call)
      : service.systemFault(text, call, text);
  }

  private faultAnswer(fault: SoapFault): Answer {
    return soapAnswer(500, faultEnvelope(fault, this.parts.switches()));
  }
}

const GARBLED = '<?xml version="1.0"?><s:Envelope><s:Body><Garbled';

function textOf({ fault }: FaultPlan): string {
  if (fault === 'deadlock') return MESSAGES.deadlock[1];
  if (fault.startsWith('timeout')) return MESSAGES.timeout[1];
  return fault === 'batch-locked' ? MESSAGES.lockedBatch[1] : 'A fault was planned here.';
}

function answered(answer: Answer): Outcome {
  return { kind: 'answer', answer };
}

function unauthorized(challenges: string[]): Answer {
  return htmlAnswer(401, 'Unauthorized', { 'www-authenticate': challenges });
}

/** What the HTTP layer refuses before any SOAP is read. */
function httpRefusal({ method, headers, body }: HttpRequest): Answer | undefined {
  if (method !== 'POST') return htmlAnswer(405, 'Method Not Allowed');
  const type = (headers['content-type'] ?? '').toLowerCase().replace(/[\s"]/g, '');
  if (type !== 'text/xml;charset=utf-8' && type !== 'text/xml') return htmlAnswer(415, 'Cannot process the message');
  return body.length > 0 && isUtf8(body) ? undefined : htmlAnswer(400, 'Bad Request');
}
