export interface RunnerResult {
  readonly numPassedTests?: number;
  readonly numFailedTests?: number;
  readonly numRuntimeErrorTestSuites?: number;
}

export function sumResults(results: readonly (RunnerResult | undefined)[]): { passed: number; failed: number };
