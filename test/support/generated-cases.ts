/**
 * How many cases a property generates: as many as the test says, times `ROCHDALE_CASES_TIMES` when it is set
 * (a longer run for those who want more than an ordinary one gives).
 */
export const cases = (count: number): { readonly numRuns: number } => {
  const times = Number(process.env.ROCHDALE_CASES_TIMES ?? '1');
  return { numRuns: count * (Number.isSafeInteger(times) && times > 0 ? times : 1) };
};
