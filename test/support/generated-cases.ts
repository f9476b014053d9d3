/** How many cases a property generates, in the form that `fc.assert` takes. `npm run trust` checks many more. */
export const cases = (count: number): { readonly numRuns: number } => ({ numRuns: count });
