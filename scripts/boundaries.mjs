/** Which project may import which, by Nx tag. Every tag in use must stand here (a spec checks it). */
export const depConstraints = [
  // direction: apps → libs → contracts; test harnesses may use libs, nobody uses test harnesses
  { sourceTag: 'type:contracts', onlyDependOnLibsWithTags: [] },
  { sourceTag: 'type:lib', onlyDependOnLibsWithTags: ['type:lib', 'type:contracts'] },
  { sourceTag: 'type:testing', onlyDependOnLibsWithTags: ['type:lib', 'type:contracts'] },
  { sourceTag: 'type:app', onlyDependOnLibsWithTags: ['type:lib', 'type:contracts', 'type:testing', 'type:simulator'] },
  { sourceTag: 'type:simulator', onlyDependOnLibsWithTags: ['type:simulator'] },
  {
    sourceTag: 'type:sandbox',
    onlyDependOnLibsWithTags: ['type:sandbox', 'type:testing', 'type:simulator', 'type:contracts'],
  },
  // one outside system per service: nothing crosses from one system's scope to another's
  { sourceTag: 'scope:syspro', onlyDependOnLibsWithTags: ['scope:syspro', 'scope:shared'] },
  { sourceTag: 'scope:chargebee', onlyDependOnLibsWithTags: ['scope:chargebee', 'scope:shared'] },
  { sourceTag: 'scope:gp', onlyDependOnLibsWithTags: ['scope:gp', 'scope:shared'] },
  { sourceTag: 'scope:audit', onlyDependOnLibsWithTags: ['scope:audit', 'scope:shared'] },
  { sourceTag: 'scope:shared', onlyDependOnLibsWithTags: ['scope:shared'] },
  {
    sourceTag: 'scope:sandbox',
    onlyDependOnLibsWithTags: ['scope:sandbox', 'scope:shared', 'scope:syspro', 'scope:chargebee', 'scope:gp'],
  },
];

/** Specs of a lib may use the test fixtures; what a lib ships may not. */
export const specDepConstraints = depConstraints.map((constraint) =>
  constraint.sourceTag === 'type:lib'
    ? { ...constraint, onlyDependOnLibsWithTags: [...constraint.onlyDependOnLibsWithTags, 'type:testing'] }
    : constraint,
);
