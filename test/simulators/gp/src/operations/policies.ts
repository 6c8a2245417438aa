import { createHash } from 'node:crypto';
import type { Company } from '../company/company.js';
import { failure } from '../rules/validation-failure.js';
import { NS } from '../schema/namespaces.js';
import { listAt, objectAt, textAt, type ValueObject } from '../schema/value.js';
import { writeElement } from '../schema/write-value.js';
import type { Switches } from '../switches.js';

/** Ids as documented for the policy of receivables returns; https://learn.microsoft.com/previous-versions/dynamicsgp/developer/cc534165 */
const BEHAVIORS = {
  prefix: 'dc788b46-e2ae-4b7a-80c2-00cb40dcf76f',
  distributions: 'e476a157-ecf0-4dae-8cef-317dd2cfbe41',
  batch: '5855c79b-17a8-43b6-ab4f-db52e64fd0bd',
} as const;

const DOCUMENT_OPERATION = /^Create(Receivables|CashReceipt)/;

interface Option {
  id: number;
  name: string;
  parameters?: Readonly<Record<string, string>>;
}

/** The policy in force for an operation; its id belongs to the company and operation, and no other way leads to it. */
export function policyOf(operation: string, company: Company, switches: Switches): ValueObject {
  const key = { Id: guidOf(`${company.id}/${operation}`) };
  const behaviors = DOCUMENT_OPERATION.test(operation) ? documentBehaviors(key, switches) : [];
  return {
    Key: key,
    Behaviors: { Behavior: behaviors },
    Name: `${operation} Default`,
    RootBusinessObjectName: operation.replace(/^(Create|Update|Delete|Void)/, ''),
  };
}

/** @throws ValidationFailure for a policy that is not the one in force */
export function checkPolicy(
  sent: ValueObject | undefined,
  operation: string,
  company: Company,
  switches: Switches,
): void {
  const current = policyOf(operation, company, switches);
  const id = textAt(sent, 'Key', 'Id');
  if (sent === undefined || id?.toLowerCase() !== textAt(current, 'Key', 'Id'))
    throw failure('unknownPolicy', 'Policy.Key');
  const keyOnly = objectAt(sent, 'Behaviors') === undefined && listAt(current, 'Behaviors', 'Behavior').length > 0;
  if (keyOnly && switches.keyOnlyPolicy === 'accept') return;
  if (switches.changedPolicy === 'ignore' && !keyOnly) return;
  if (written(sent) !== written(current)) throw failure('changedPolicy', 'Policy.Behaviors');
}

function documentBehaviors(policyKey: ValueObject, switches: Switches): ValueObject[] {
  const prefix = switches.batchPrefix;
  return [
    behavior(policyKey, BEHAVIORS.prefix, 'Assign Batch Prefix', prefix === '' ? 1 : 2, [
      { id: 1, name: 'Do not specify a batch prefix' },
      { id: 2, name: 'Specify the batch prefix', parameters: { Prefix: prefix === '' ? '(none)' : prefix } },
    ]),
    behavior(
      policyKey,
      BEHAVIORS.distributions,
      'Create GL Account Distributions',
      switches.distributions === 'provided' ? 0 : 1,
      [
        { id: 0, name: 'Distributions will be provided' },
        { id: 1, name: 'Automatic creation' },
      ],
    ),
    behavior(policyKey, BEHAVIORS.batch, 'Create Batch', 1, [
      { id: 1, name: 'Hourly' },
      { id: 2, name: 'Daily' },
    ]),
  ];
}

function behavior(
  policyKey: ValueObject,
  id: string,
  name: string,
  selected: number,
  options: readonly Option[],
): ValueObject {
  const key = { PolicyKey: policyKey, Id: id };
  const written = options.map((option) => optionValue(key, option));
  const chosen = written[options.findIndex((option) => option.id === selected)] as ValueObject;
  return {
    Key: key,
    Name: name,
    Description: `${name} & what follows from it`,
    Internal: 'true',
    Options: { BehaviorOption: written },
    SelectedOption: chosen,
  };
}

function optionValue(behaviorKey: ValueObject, option: Option): ValueObject {
  const key = { BehaviorKey: behaviorKey, Id: String(option.id) };
  const parameters = Object.entries(option.parameters ?? {}).map(([name, value], index) => ({
    Key: { BehaviorOptionKey: key, Id: String(index + 1) },
    Name: name,
    Value: value,
  }));
  return {
    Key: key,
    Name: option.name,
    ...(parameters.length === 0 ? {} : { Parameters: { Parameter: parameters } }),
  };
}

/** The same text for the same policy, however its members came. */
function written(policy: ValueObject): string {
  return writeElement('policy', NS.gp, 'Policy', policy).toLowerCase();
}

function guidOf(text: string): string {
  const hex = createHash('sha256').update(`policy ${text}`).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}
