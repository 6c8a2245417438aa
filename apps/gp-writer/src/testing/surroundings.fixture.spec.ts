import type { RecordRef, SkipRule } from '@ledgerbridge/contracts';
import type { Link, Standing } from '@ledgerbridge/eventing';
import { AcceptsSettings, GpSettings, PeriodSettings } from '../gp/connection-settings.js';
import { FakeGpGateway } from '../gp/fake-gp.gateway.fixture.js';
import { MappingSettings } from '../gp/mapping-settings.js';
import type { Surroundings } from '../writing/surroundings.js';

export const SOURCE = 'acme-chargebee';

/** What a decision finds around it; what is absent is as in a company where every other record is there. */
export interface SurroundingsParts {
  readonly gateway?: FakeGpGateway;
  readonly link?: Link | undefined;
  readonly accepts?: Partial<AcceptsSettings>;
  readonly periods?: Partial<PeriodSettings>;
  readonly mapping?: Partial<MappingSettings>;
  readonly standing?: (record: RecordRef) => Standing | undefined;
  /** The rule by which an earlier version of every record ended. */
  readonly skippedOnce?: SkipRule;
  readonly holder?: (targetId: string) => RecordRef | undefined;
}

/** A confirmed link; the target id is the source id. */
export function aLink(record: RecordRef, changes: Partial<Link> = {}): Link {
  const known = { targetConnection: 'acme-gp', record, targetId: record.sourceId, sequence: '1', confirmed: true };
  return { ...known, mayExist: true, ...changes };
}

export function settingsWith(parts: Pick<SurroundingsParts, 'accepts' | 'periods' | 'mapping'> = {}): GpSettings {
  const accepts = { sources: [SOURCE], documentsFrom: '2026-01-01', ...parts.accepts };
  return Object.assign(new GpSettings(), {
    accepts: Object.assign(new AcceptsSettings(), accepts),
    periods: Object.assign(new PeriodSettings(), parts.periods),
    mapping: Object.assign(new MappingSettings(), parts.mapping),
  });
}

/** The GP customer of BAY001 is there under that id. */
export function someSurroundings(parts: SurroundingsParts = {}): Surroundings {
  const { gateway = aCompany(), link, standing, holder, skippedOnce } = parts;
  const settings = settingsWith(parts);
  const holderOf = (type: RecordRef['type'], targetId: string) => {
    const record = holder?.(targetId);
    return record === undefined ? undefined : aLink({ ...record, type }, { targetId });
  };
  return {
    link,
    settings,
    accepts: settings.accepts as AcceptsSettings,
    gateway,
    links: {
      find: (record) => Promise.resolve(aLink(record)),
      standing: (record) => Promise.resolve(standing?.(record) ?? { kind: 'there', link: aLink(record) }),
      wasSkipped: (_record, rule) => Promise.resolve(rule === skippedOnce),
      findByTargetId: (type, targetId) => Promise.resolve(holderOf(type, targetId)),
    },
  };
}

export function aCompany(): FakeGpGateway {
  const gateway = new FakeGpGateway();
  gateway.seedCustomer({ id: 'BAY001' });
  return gateway;
}
