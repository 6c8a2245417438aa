import { failure } from '../rules/validation-failure.js';
import { textAt } from '../schema/value.js';
import { rulesOf, type Operation } from './operation.js';
import { policyOf } from './policies.js';

/** Policies by operation and by key; operations without policy (those that read) have none. */
export function policyOperations(withPolicy: readonly string[]): Operation[] {
  return [
    {
      name: 'GetPolicyByOperation',
      members: 'operation? context?:Context',
      result: 'Policy',
      run: (call) => {
        const { company, switches } = rulesOf(call);
        const operation = textAt(call.request, 'operation') ?? '';
        if (!withPolicy.includes(operation)) throw failure('notFound', 'operation');
        return policyOf(operation, company, switches);
      },
    },
    {
      name: 'GetPolicyByKey',
      members: 'key?:PolicyKey context?:Context',
      result: 'Policy',
      run: (call) => {
        const { company, switches } = rulesOf(call);
        const id = textAt(call.request, 'key', 'Id')?.toLowerCase();
        const found = withPolicy
          .map((operation) => policyOf(operation, company, switches))
          .find((policy) => textAt(policy, 'Key', 'Id') === id);
        if (found === undefined) throw failure('notFound', 'key');
        return found;
      },
    },
  ];
}
