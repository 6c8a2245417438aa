export const depConstraints: readonly {
  readonly sourceTag: string;
  readonly onlyDependOnLibsWithTags: readonly string[];
}[];
