import { sha256 } from '../../../shared/canonical-json.js';
import type { Policy } from '../input/policy-schema.js';
import type { Appropriation } from '../input/rule-schema.js';

/** Where a fund stands in the chart of accounts (surplus.md section 5 names the families). */
export interface FundAccount {
  readonly path: string;
  readonly divisible: boolean;
}

/** A name as the chart spells it: `legalReserve` → `legal-reserve`; one without a Latin letter keeps an account of its own. */
export function accountPart(name: string): string {
  const part = name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  return part === '' ? `named-${sha256(name).slice(0, 8)}` : part;
}

/**
 * The account of a fund: a reserve is equity that members cannot share out unless the policy says so, a purpose fund is
 * a debt to its purpose (it cannot be seized, ES art 56.5, Basque art 72.3), what leaves is payable. A fund that no
 * rule feeds (a fallback, a restored reserve) is an indivisible reserve.
 */
export function accountOfFund(policy: Policy, fund: string): FundAccount {
  const rules = policy.waterfall?.appropriations ?? [];
  const rule = rules.find(
    (one) => (one.fund ?? one.id) === fund || one.id === fund || one.stop?.thenTo === fund,
  );
  const part = accountPart(fund);
  const kind = rule ? ledgerOf(rule) : 'equity';
  if (kind === 'external') return { path: `liabilities:${part}-payable`, divisible: true };
  if (kind === 'liability')
    return { path: `liabilities:${part.replace(/-fund$/, '')}-fund`, divisible: true };
  return {
    path: `equity:reserve:${part.replace(/-reserves?$/, '') || part}`,
    divisible: rule?.divisible ?? false,
  };
}

function ledgerOf({ kind, ledger }: Appropriation): 'equity' | 'liability' | 'external' {
  if (ledger) return ledger;
  if (kind === 'reserve') return 'equity';
  return kind === 'purposeFund' ? 'liability' : 'external';
}
