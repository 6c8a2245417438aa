export interface LockedPackage {
  readonly version?: string;
  readonly integrity?: string;
  readonly optional?: boolean;
  readonly devOptional?: boolean;
}

export function ensureInstalled(root: string, say?: (line: string) => void): Promise<void>;
export function pinnedNode(root: string): string;
export function isUpToDate(
  locked: Readonly<Record<string, LockedPackage>> | undefined,
  installed: Readonly<Record<string, LockedPackage>> | undefined,
): boolean;
