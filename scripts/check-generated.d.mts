export function checkGenerated(root: string, generate: () => Promise<number>): Promise<number>;
export function changedFiles(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[];
