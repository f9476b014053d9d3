/** What became of one case. `uncovered`: nothing in the project answers for it yet, and why. */
export interface CaseResult {
  /** What the summary counts together: a method, a kind of worked example. */
  readonly group: string;
  readonly id: string;
  readonly status: 'passed' | 'failed' | 'uncovered';
  readonly reason?: string;
}

/** One runner per kind of case. A runner renames fields and never calculates. */
export interface CaseRunner {
  /** Runs every case of its kind below the folder; none if the folder holds none of its kind. */
  run(folder: string): Promise<CaseResult[]>;
}
