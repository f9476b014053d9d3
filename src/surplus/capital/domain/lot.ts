/**
 * A lot of capital is an account of the books: whose, of which kind, and for what was retained of which year (chart of
 * accounts: `equity:share-capital:<key>[:<part>]`, `equity:allocated:<year>:<key>[:<part>]`). The part tells lots of
 * one year apart, as voluntary contributions from mandatory ones.
 */
export interface Lot {
  readonly kind: LotKind;
  /** The year it was retained of; null for shares. */
  readonly year: number | null;
  readonly key: string;
  readonly part: string | null;
}
export const lotKinds = ['shares', 'retained'] as const;
export type LotKind = (typeof lotKinds)[number];

/** Paths under which capital lies, and the debt of who has not wholly paid their shares. */
export const shareCapitalFamily = 'equity:share-capital:';
export const retainedFamily = 'equity:allocated:';
export const unpaidFamily = 'assets:receivable:share-subscription:';

const name = '[a-z0-9][a-z0-9-]*';
const shares = new RegExp(`^equity:share-capital:(${name})(?::(${name}))?$`);
const retained = new RegExp(`^equity:allocated:(\\d{4}):(${name})(?::(${name}))?$`);

/** The lot that an account holds, or null when it holds no capital of a member. */
export function lotOfPath(path: string): Lot | null {
  const share = shares.exec(path);
  if (share) return { kind: 'shares', year: null, key: share[1]!, part: share[2] ?? null };
  const held = retained.exec(path);
  return held ? { kind: 'retained', year: Number(held[1]), key: held[2]!, part: held[3] ?? null } : null;
}

export function pathOfLot({ kind, year, key, part }: Lot): string {
  const head = kind === 'shares' ? `${shareCapitalFamily}${key}` : `${retainedFamily}${year}:${key}`;
  return part === null ? head : `${head}:${part}`;
}

/** What the name of a lot says of its tax: capital retained as qualified was income when allocated; null where it says nothing. */
export const qualifiedByPart = ({ part }: Pick<Lot, 'part'>): boolean | null =>
  part === 'qualified' ? true : part === 'nonqualified' ? false : null;

/** Contributions that the bylaws ask of every member are mandatory; what came on top of them is not. */
export const isMandatoryByKind = ({ kind, part }: Lot): boolean => kind === 'shares' && part === null;
