import { setTimeout as delay } from 'node:timers/promises';
import { ApiError } from '../errors/api-error.js';
import { wrongValue } from '../errors/param-errors.js';
import { keyReused, lockTimeout } from '../errors/request-errors.js';
import { requestSignature } from '../limits/idempotency-signature.js';
import { IDEMPOTENCY_KEY_MAX, type IdempotencyRecord } from '../limits/idempotency-store.js';
import type { Operation, PreparedCall } from '../operations/operation.js';
import type { Site } from '../site/site.js';
import type { Switches } from '../site/switches.js';
import { jsonAnswer, type Answer } from './answer.js';
import type { ApiRequest } from './api-request.js';
import type { LogEntry } from './request-log.js';

interface Work {
  site: Site;
  operation: Operation;
  prepared: PreparedCall;
  switches: Switches;
  clock: () => number;
}

type Recorder = (status: number, body: string) => IdempotencyRecord;

/** Carries out a request whose parameters are valid, once per idempotency key. @throws ApiError */
export async function carryOut(request: ApiRequest, work: Work, entry: LogEntry): Promise<Answer> {
  const key = request.headers['chargebee-idempotency-key'];
  if (typeof key !== 'string' || work.operation.method === 'GET') return run(work);
  if (key === '' || key.length > IDEMPOTENCY_KEY_MAX) {
    throw wrongValue('chargebee-idempotency-key', `should have 1 to ${IDEMPOTENCY_KEY_MAX} characters`);
  }
  const { site, switches } = work;
  for (let ending = site.idempotency.ending(key); ending !== undefined; ending = site.idempotency.ending(key)) {
    if (switches.inFlightDuplicate === 'lock-timeout') throw lockTimeout();
    await ending;
  }
  const signature = requestSignature(request, switches.idempotencyHeaders);
  const known = site.idempotency.find(key);
  if (known !== undefined) return replay(known, signature, entry);
  return runKept(work, (status, body) => ({ key, signature, status, body, at: work.clock() }));
}

function replay(known: IdempotencyRecord, signature: string, entry: LogEntry): Answer {
  if (known.signature !== signature) throw keyReused();
  entry.replayed = true;
  return jsonAnswer(known.status, known.body, { 'chargebee-idempotency-replayed': 'true' });
}

async function runKept(work: Work, record: Recorder): Promise<Answer> {
  const { site, switches } = work;
  const end = site.idempotency.start(record(0, '').key);
  try {
    return await run(work, record);
  } catch (error) {
    const kept = error instanceof ApiError && switches.replayErrors && error.status < 500 && error.status !== 429;
    if (kept) keep(site, record(error.status, JSON.stringify(error.body)));
    throw error;
  } finally {
    end();
  }
}

function keep(site: Site, answer: IdempotencyRecord): void {
  site.store.commit(site.store.begin(), answer);
  site.idempotency.keep(answer);
}

async function run(work: Work, record?: Recorder): Promise<Answer> {
  const { site, prepared, switches, operation } = work;
  const unlock = operation.method === 'POST' && switches.customerLock ? lock(site, prepared) : undefined;
  try {
    if (switches.latencyMs > 0) await delay(switches.latencyMs);
    const unit = site.store.begin();
    const body = JSON.stringify(prepared.run(unit));
    const answer = record?.(200, body);
    site.store.commit(unit, answer);
    if (answer !== undefined) site.idempotency.keep(answer);
    return jsonAnswer(200, body);
  } finally {
    unlock?.();
  }
}

function lock(site: Site, prepared: PreparedCall): (() => void) | undefined {
  const customer = prepared.customer(site.store.begin());
  if (customer === undefined) return undefined;
  if (site.locks.has(customer)) throw lockTimeout();
  site.locks.add(customer);
  return () => site.locks.delete(customer);
}
