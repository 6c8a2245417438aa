import { describe, expect, it } from '@jest/globals';
import { aCashReceipt, aReceivablesDocument } from '../documents/gp-document.fixture.js';
import { classifyError } from '../error-classifier.js';
import {
  answered,
  fault,
  policyAnswer,
  scriptedGateway,
  validationFault,
  logged,
} from './scripted-transport.fixture.js';

const GET = 'GetPolicyByOperation';

describe('policies', () => {
  it.each([
    [{}, { distributions: 'automatic' }],
    [{ distributions: '0' }, { distributions: 'provided' }],
    [{ prefix: 'WS' }, { distributions: 'automatic', batchPrefix: 'WS' }],
  ] as const)('given a policy of %j, then it reads %j', async (options, expected) => {
    const { gateway } = scriptedGateway({ [GET]: policyAnswer(options) });
    expect(await gateway.policy('CreateCashReceipt')).toEqual(expected);
  });

  it('given a policy without behaviours, then GP does what is its default', async () => {
    const key = '<Key><Id>40eb2079-cb7e-413b-b7ab-7f1e8a52173c</Id></Key>';
    const { gateway } = scriptedGateway({ [GET]: answered(GET, `<${GET}Result>${key}</${GET}Result>`) });
    expect(await gateway.policy('CreateCashReceipt')).toEqual({ distributions: 'automatic' });
  });

  it('given many calls at once, then each operation is asked for once', async () => {
    const { gateway, transport, guarded } = scriptedGateway();
    const invoices = ['1', '2', '3'].map((number) => gateway.createReceivables(aReceivablesDocument({ number })));
    await Promise.all([...invoices, gateway.createCashReceipt(aCashReceipt()), gateway.policy('CreateCashReceipt')]);
    expect(transport.operations().filter((name) => name === GET)).toHaveLength(2);
    expect(guarded).toEqual(transport.operations());
  });

  it('given a policy that could not be read, then the next call asks again', async () => {
    const answers = [fault('The application encountered an unhandled system exception.'), policyAnswer()];
    const { gateway } = scriptedGateway({ [GET]: () => answers.shift() ?? policyAnswer() });
    const error: unknown = await gateway.policy('CreateCashReceipt').catch((thrown: unknown) => thrown);
    expect(classifyError(error).kind).toBe('transient');
    expect(await gateway.policy('CreateCashReceipt')).toEqual({ distributions: 'automatic' });
  });

  it('given a create that says the policy is another now, then it is asked for again before the next', async () => {
    const script = {
      CreateCashReceipt: validationFault(),
      GetLoggedValidationResultByKey: logged(['The policy is not the one that is in force']),
    };
    const { gateway, transport } = scriptedGateway(script);
    for (const _try of [1, 2]) {
      const error: unknown = await gateway.createCashReceipt(aCashReceipt()).catch((thrown: unknown) => thrown);
      expect(classifyError(error)).toEqual({ kind: 'transient' });
    }
    expect(transport.operations().filter((name) => name === GET)).toHaveLength(2);
  });

  it('given a policy with members and attributes we do not know, then it is given back as it came', async () => {
    const inner =
      '<Key><Id>40eb2079-cb7e-413b-b7ab-7f1e8a52173c</Id></Key><Novel xmlns="urn:novel"><x y="1">t &amp; u</x></Novel>' +
      '<Behaviors><Behavior><Internal i:nil="true"/></Behavior></Behaviors><Name> P </Name>';
    const { gateway, transport } = scriptedGateway({ [GET]: answered(GET, `<${GET}Result>${inner}</${GET}Result>`) });
    await gateway.createCashReceipt(aCashReceipt());
    const sent = /<gp:policy>(.*)<\/gp:policy>/su.exec(transport.envelopeOf('CreateCashReceipt'))?.[1];
    expect(sent).toBe(
      '<gp:Key><gp:Id>40eb2079-cb7e-413b-b7ab-7f1e8a52173c</gp:Id></gp:Key>' +
        '<Novel xmlns="urn:novel"><x xmlns="urn:novel" y="1">t &amp; u</x></Novel>' +
        '<gp:Behaviors><gp:Behavior><gp:Internal xsi:nil="true"/></gp:Behavior></gp:Behaviors><gp:Name> P </gp:Name>',
    );
  });

  it.each([
    ['nothing', answered(GET)],
    ['nil', answered(GET, `<${GET}Result i:nil="true"/>`)],
    ['a policy without a key', answered(GET, `<${GET}Result><Name>P</Name></${GET}Result>`)],
    ['that there is no such object', fault('Business object not found.')],
  ])('given that GP answers %s, then the connection is not set up and nothing is written', async (_name, answer) => {
    const { gateway, transport } = scriptedGateway({ [GET]: answer });
    const error: unknown = await gateway.createCashReceipt(aCashReceipt()).catch((thrown: unknown) => thrown);
    expect(classifyError(error)).toMatchObject({
      kind: 'permanent',
      failureClass: 'configuration',
      code: 'GP_POLICY_MISSING',
      scope: 'connection',
      message: expect.stringContaining('CreateCashReceipt') as unknown,
    });
    expect(transport.operations()).toEqual([GET]);
  });

  it('given a role without access to the policy, then that is told', async () => {
    const log = logged(['The user is not assigned to a role']);
    const { gateway } = scriptedGateway({ [GET]: validationFault(), GetLoggedValidationResultByKey: log });
    const error: unknown = await gateway.policy('CreateCustomer').catch((thrown: unknown) => thrown);
    expect(classifyError(error)).toMatchObject({ code: 'ACCESS_DENIED', scope: 'connection' });
  });
});
