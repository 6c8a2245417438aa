import { setTimeout as delay } from 'node:timers/promises';
import { ApiError } from '../errors/api-error.js';
import {
  internalError,
  notAuthorized,
  requestLimitExceeded,
  siteDisabled,
  unavailable,
  unreadableRequest,
} from '../errors/request-errors.js';
import { notEnabled } from '../errors/param-errors.js';
import type { FaultBook } from '../faults/fault-book.js';
import { behaviourOf, type FaultPlan } from '../faults/fault-plan.js';
import { decodeForm } from '../form/form-decoder.js';
import type { Operation } from '../operations/operation.js';
import type { Router } from '../operations/router.js';
import type { ApiKeyOptions } from '../site/site-options.js';
import type { Site } from '../site/site.js';
import type { Switches } from '../site/switches.js';
import { errorAnswer, type Answer, type Outcome } from './answer.js';
import type { ApiRequest } from './api-request.js';
import { authenticate } from './authenticate.js';
import { carryOut } from './carry-out.js';
import type { LogEntry } from './request-log.js';

interface Found {
  site: Site;
  key: ApiKeyOptions;
  operation: Operation;
  id: string;
}

/** Answers requests below `/api/v2`, in the order: authentication, limits, route, rights, faults, idempotency, parameters, state. */
export class ApiHandler {
  constructor(
    private readonly sites: readonly Site[],
    private readonly router: Router,
    private readonly faults: FaultBook,
    private readonly switches: () => Switches,
    private readonly clock: () => number,
  ) {}

  /** Never throws: what goes wrong becomes an answer. `entry` is completed with what was found out. */
  async handle(request: ApiRequest, entry: LogEntry): Promise<Outcome> {
    try {
      const { site, key } = authenticate(this.sites, request.headers);
      entry.site = site.options.name;
      entry.user = key.name;
      const leave = this.enter(site, request.method);
      try {
        return await this.serve(request, { site, key, ...this.find(request, key, entry) }, entry);
      } finally {
        leave();
      }
    } catch (error) {
      return { kind: 'answer', answer: errorAnswer(asApiError(error)) };
    }
  }

  private enter(site: Site, method: string): () => void {
    const switches = this.switches();
    if (switches.siteDisabled) throw siteDisabled();
    if (switches.blockGets && method === 'GET') throw requestLimitExceeded(switches.retryAfter ? 60 : undefined);
    const own = site.options.requestsPerMinute;
    const entered = site.limiter.enter(method === 'GET' ? 'GET' : 'POST', {
      perMinute: own === undefined ? switches.requestsPerMinute : own,
      gets: switches.maxConcurrentGets,
      posts: switches.maxConcurrentPosts,
    });
    if ('leave' in entered) return entered.leave;
    throw requestLimitExceeded(switches.retryAfter ? entered.refusedForSeconds : undefined);
  }

  private find(request: ApiRequest, key: ApiKeyOptions, entry: LogEntry): { operation: Operation; id: string } {
    const found = this.router.find(request.method, request.path);
    const { name, method } = found.operation;
    entry.operation = name;
    if (method === 'POST' && key.access === 'read-only') throw notAuthorized();
    if (method === 'POST' && this.switches().siteReadOnly) throw unavailable('site_read_only_mode');
    if (this.switches().disabledOperations.includes(name)) {
      throw notEnabled('This operation is not enabled for the site');
    }
    return found;
  }

  private async serve(request: ApiRequest, found: Found, entry: LogEntry): Promise<Outcome> {
    const { name, method } = found.operation;
    const plan = this.faults.next({ operation: name, method, site: found.site.options.name });
    if (plan !== undefined) entry.fault = plan.fault;
    if (plan?.delayMs !== undefined) await delay(plan.delayMs);
    if (plan !== undefined && !behaviourOf(plan.fault).applied) return unapplied(plan);
    const answer = await this.answer(request, found, entry);
    return plan === undefined ? { kind: 'answer', answer } : spoiled(plan, answer);
  }

  private async answer(request: ApiRequest, found: Found, entry: LogEntry): Promise<Answer> {
    const { site, key, operation, id } = found;
    const disabled = [request.headers['chargebee-event-webhook'], request.headers['chargebee-event-actions']];
    const prepared = operation.prepare(formOf(request), {
      site: site.options,
      switches: this.switches(),
      id,
      user: key.name,
      webhooksDisabled: disabled.includes('all-disabled'),
    });
    return carryOut(request, { site, operation, prepared, switches: this.switches(), clock: this.clock }, entry);
  }
}

function unapplied(plan: FaultPlan): Outcome {
  const end = behaviourOf(plan.fault).end as Outcome;
  if (plan.retryAfter === undefined || end.kind !== 'answer') return end;
  const headers = { ...end.answer.headers, 'retry-after': plan.retryAfter };
  return { kind: 'answer', answer: { ...end.answer, headers } };
}

function spoiled(plan: FaultPlan, answer: Answer): Outcome {
  const { end } = behaviourOf(plan.fault);
  if (end === 'as-usual') return { kind: 'answer', answer };
  return end === 'cut-short' ? { kind: 'truncated', answer } : end;
}

function formOf(request: ApiRequest) {
  if (request.method === 'GET') return decodeForm(request.query);
  if (request.body === '') return decodeForm('');
  const [type, ...parameters] = (request.headers['content-type'] ?? '').toLowerCase().split(';');
  if (type?.trim() !== 'application/x-www-form-urlencoded') {
    throw unreadableRequest('The content type should be application/x-www-form-urlencoded');
  }
  const charset = parameters.find((parameter) => parameter.trim().startsWith('charset='));
  if (charset !== undefined && !/^charset="?utf-8"?$/.test(charset.trim())) {
    throw unreadableRequest('The charset should be UTF-8');
  }
  return decodeForm(request.body);
}

function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  console.error('chargebee simulator:', error);
  return internalError();
}
