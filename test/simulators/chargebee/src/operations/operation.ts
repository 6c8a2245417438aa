import type { FormBranch } from '../form/form-decoder.js';
import type { SiteOptions } from '../site/site-options.js';
import type { Switches } from '../site/switches.js';
import type { UnitOfWork } from '../store/unit-of-work.js';
import type { Fields, Params } from '../validation/field.js';
import { readParams, type CustomFields } from '../validation/read-params.js';

/** An answer's body before it is JSON: `{ customer: … }`, `{ list: …, next_offset: … }`. */
export type AnswerBody = Record<string, unknown>;

/** What a request brings besides its parameters. */
export interface CallContext {
  site: SiteOptions;
  switches: Switches;
  /** The id in the path; empty where the path has none. */
  id: string;
  /** Name of the API key; empty for what the site does by itself. */
  user: string;
  /** Who caused the events; `api` when absent. */
  source?: 'scheduled_job' | 'external_service';
  /** Whether a header asked for no webhook calls. */
  webhooksDisabled: boolean;
}

/** What the work of a request or of the clock needs: its context and its unit. */
export type UnitCall = CallContext & { unit: UnitOfWork };

/** One request being carried out. */
export interface Call<F extends Fields = Fields> extends CallContext {
  unit: UnitOfWork;
  params: Params<F>;
  custom: CustomFields;
}

interface OperationParts<F extends Fields> {
  name: string;
  method: 'GET' | 'POST';
  /** Path below `/api/v2`; `{id}` stands for one segment. */
  path: string;
  fields: F;
  customFields?: 'customer' | 'invoice' | 'credit_note';
  /** The customer the write concerns, for the lock; undefined when not known. */
  customer?: (call: Call<F>) => string | undefined;
  run: (call: Call<F>) => AnswerBody;
}

/** A request whose parameters are valid. */
export interface PreparedCall {
  customer(unit: UnitOfWork): string | undefined;
  run(unit: UnitOfWork): AnswerBody;
}

/** One entry of the API: name, route, and what it does. */
export interface Operation {
  name: string;
  method: 'GET' | 'POST';
  path: string;
  /** @throws ApiError 400 for parameters that break a rule */
  prepare(form: FormBranch, context: CallContext): PreparedCall;
}

export function defineOperation<F extends Fields>(parts: OperationParts<F>): Operation {
  return {
    name: parts.name,
    method: parts.method,
    path: parts.path,
    prepare(form, context) {
      const custom = parts.customFields === undefined ? [] : (context.site.customFields?.[parts.customFields] ?? []);
      const read = readParams(form, parts.fields, custom, {
        currencies: context.site.currencies,
        strictUnknownParams: context.switches.strictUnknownParams,
        checkAddresses: context.switches.checkAddresses,
      });
      return {
        customer: (unit) => parts.customer?.({ ...context, ...read, unit }),
        run: (unit) => parts.run({ ...context, ...read, unit }),
      };
    },
  };
}
