import type { FaultMeaning } from './connection-settings.js';

/** What a text of GP means, and the name it is shown under. */
export interface KnownFault {
  readonly code: string;
  /** `broken-off`: GP failed at some point of the work, perhaps after it. */
  readonly meaning: FaultMeaning | 'broken-off';
  readonly text: RegExp;
}

const IS_UNKNOWN = String.raw`(?:not (?:be |a |been |currently )?(?:exist|found|valid|set ?up|enabled|defined|registered)|invalid|unknown)`;
const IS_UNUSABLE = String.raw`(?:${IS_UNKNOWN}|not (?:active|available)|inactive)`;

/** A thing of GP's and what is said of it, within one sentence. */
function said(thing: string, of: string, more = ''): RegExp {
  return new RegExp(String.raw`${more}\b${thing}\b[^.]{0,80}${of}`, 'iu');
}

/**
 * Read from top to bottom. The service is built on eConnect, whose descriptions its messages are expected to repeat;
 * the wording through the service is unverified, hence the loose patterns and the `faults` setting before them.
 * @see https://learn.microsoft.com/previous-versions/dynamicsgp/developer/ff623960 (error numbers of eConnect)
 */
const KNOWN_FAULTS: readonly KnownFault[] = [
  { code: 'NOT_FOUND', meaning: 'not-found', text: /business object not found/iu },
  {
    code: 'DUPLICATE_NUMBER',
    meaning: 'duplicate',
    text: said(
      '(?:document|customer|receipt)',
      'already exists',
      'duplicate (?:document|customer|key)|RM00401.*RM10301|',
    ),
  },
  // asked for anew before the next try
  {
    code: 'POLICY_CHANGED',
    meaning: 'transient',
    text: said('policy', `(?:${IS_UNKNOWN}|changed|not the (?:one|current))`),
  },
  { code: 'DEADLOCK', meaning: 'transient', text: /deadlock/iu },
  { code: 'BROKEN_OFF_IN_GP', meaning: 'broken-off', text: /time-?out|timed out|transport-level error/iu },
  {
    code: 'BATCH_LOCKED',
    meaning: 'transient',
    text: said('batch', '(?:locked|in use|being (?:edited|posted|used|deleted|updated)|marked (?:for|to)|is posting)'),
  },
  {
    code: 'COMPANY_OFFLINE',
    meaning: 'target-down',
    text: said('company', '(?:offline|unavailable|not available)', 'cannot open database|single[- ]user mode|'),
  },
  {
    code: 'SQL_SERVER_UNREACHABLE',
    meaning: 'target-down',
    text: said(
      'SQL Server',
      '(?:not (?:be )?(?:exist|found|accessible|reach|available)|unavailable)',
      'network-related|',
    ),
  },
  {
    code: 'PERIOD_CLOSED',
    meaning: 'period-closed',
    text: said(
      '(?:period|fiscal year)',
      '(?:closed|not (?:open|been opened|set ?up|exist))',
      'closed (?:fiscal )?period|',
    ),
  },
  {
    code: 'ACCESS_DENIED',
    meaning: 'access-denied',
    text: said(
      '(?:not|no|without)',
      String.raw`\b(?:permissions?|roles?|authori[sz]ed)\b`,
      'access (?:is |was )?denied|unauthori[sz]ed|security exception|',
    ),
  },
  { code: 'ROLE_UNKNOWN', meaning: 'access-denied', text: said('role', IS_UNKNOWN) },
  {
    code: 'COMPANY_UNKNOWN',
    meaning: 'access-denied',
    text: said('company', IS_UNKNOWN, '(?:invalid|unknown) company|'),
  },
  {
    code: 'OPERATION_MISSING',
    meaning: 'access-denied',
    text: said(
      '(?:operation|action|method)',
      '(?:not (?:found|supported|available|recogni[sz]ed))',
      'SOAPAction|ContractFilter mismatch|',
    ),
  },
  { code: 'CURRENCY_NOT_ENABLED', meaning: 'configuration', text: said('currency', IS_UNUSABLE, 'MC40200|') },
  { code: 'EXCHANGE_RATE_MISSING', meaning: 'configuration', text: /exchange (?:rate|table)|rate type/iu },
  { code: 'TAX_SCHEDULE_UNKNOWN', meaning: 'configuration', text: /TX00101|tax schedule/iu },
  {
    code: 'TAX_DETAILS_DISAGREE',
    meaning: 'configuration',
    text: said('(?:TAXAMNT|tax amount)', '(?:detail|total|sum)', 'RM10601|'),
  },
  { code: 'TAX_DETAIL_UNKNOWN', meaning: 'configuration', text: said('tax detail', IS_UNKNOWN, 'TX00201|') },
  {
    code: 'ACCOUNT_UNKNOWN',
    meaning: 'configuration',
    text: said('account', IS_UNUSABLE, 'GL00105|(?:invalid|unknown) account|'),
  },
  {
    code: 'DISTRIBUTIONS_DISAGREE',
    meaning: 'configuration',
    text: said(
      'distributions?',
      '(?:not (?:balance|equal|match|add up)|out of balance|unbalanced)',
      'debits?[^.]{0,40}equal[^.]{0,40}credits?|',
    ),
  },
  { code: 'BATCH_NOT_USABLE', meaning: 'configuration', text: said('batch', `(?:${IS_UNKNOWN}|origin|source|approv)`) },
  {
    code: 'SETUP_UNKNOWN',
    meaning: 'configuration',
    text: said(
      '(?:checkbook|(?:credit|payment) card|card type|class|payment terms|address (?:code|id))',
      IS_UNUSABLE,
      'CM00100|RM00201|',
    ),
  },
  { code: 'CUSTOMER_BLOCKED', meaning: 'rejected', text: said('customer', '(?:inactive|on hold)') },
  { code: 'CUSTOMER_UNKNOWN', meaning: 'data', text: said('customer', IS_UNKNOWN, 'RM00101|') },
  {
    code: 'AMOUNTS_DISAGREE',
    meaning: 'data',
    text: said('document amount', '(?:incorrect|not (?:equal|match)|must)', 'DOCAMNT|'),
  },
  { code: 'VALUE_TOO_LONG', meaning: 'data', text: /longer than|too long|maximum length/iu },
  { code: 'VALUE_MISSING', meaning: 'data', text: said('value', '(?:missing|required)') },
];

/** Numbers of eConnect, where a message carries one: `Error Number = 190`. */
const BY_NUMBER: Readonly<Record<string, string>> = {
  190: 'DUPLICATE_NUMBER',
  221: 'CUSTOMER_UNKNOWN',
  483: 'CURRENCY_NOT_ENABLED',
  621: 'AMOUNTS_DISAGREE',
  712: 'TAX_DETAILS_DISAGREE',
  716: 'ACCOUNT_UNKNOWN',
  7023: 'TAX_SCHEDULE_UNKNOWN',
};

/** Undefined for a text that is not known; of a number GP gave, the text is not looked at. */
export function knownFault(text: string): KnownFault | undefined {
  const number = /error number\s*[=:]\s*(\d{1,5})/iu.exec(text)?.[1];
  const code = number === undefined ? undefined : BY_NUMBER[number];
  return KNOWN_FAULTS.find((fault) => (code === undefined ? fault.text.test(text) : fault.code === code));
}
