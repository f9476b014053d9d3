import { formatAmount, minorDigits } from '../../shared/money.js';
import { checkBooks, type BooksChecked } from './books-check.js';
import type { Caller, PublicApi } from './public-api.js';
import { demoPeriod } from './demo-cooperative.js';
import type { UnitOfWork } from '../../platform/database/unit-of-work.js';

interface DecisionTold {
  readonly number: number;
  readonly title: string;
  readonly outcome: 'ADOPTED' | 'REJECTED' | 'NO_QUORUM';
  readonly stage: string;
  readonly effect: { readonly sentence: string } | null;
  readonly poll: {
    readonly ruleArticle: string;
    readonly ruleVersion: number;
    readonly ruleText: string;
    readonly result: { readonly sentences: readonly string[] } | null;
  } | null;
}
interface BookLine {
  readonly family: string;
  readonly accounts: number;
  readonly debitMinor: string;
  readonly creditMinor: string;
  readonly currency: string;
}
interface Told {
  readonly cooperative: { readonly name: string };
  readonly members: { readonly totalCount: number };
  readonly decisions: { readonly nodes: readonly DecisionTold[] };
  readonly trialBalance: readonly BookLine[];
}

const question = `{
  cooperative { name }
  members(first: 1) { totalCount }
  decisions(first: 50) { nodes { number title outcome stage effect { sentence }
    poll { ruleArticle ruleVersion ruleText result { sentences(language: EN) } } } }
  trialBalance { family accounts debitMinor creditMinor currency }
}`;

/** What the cooperative went through, as lines: its decisions with their arithmetic, and its books with their check. */
export async function demoReport(
  api: PublicApi,
  work: UnitOfWork,
  treasurer: Caller,
  cooperativeId: string,
): Promise<string[]> {
  const told = await api.query<Told>(question, {}, treasurer);
  const decisions = [...told.decisions.nodes].sort((a, b) => a.number - b.number);
  return [
    `${told.cooperative.name}, ${told.members.totalCount} members: what it decided, and what became of it.`,
    ...decisions.flatMap((decision) => ['', ...decisionLines(decision).flatMap(wrapped)]),
    '',
    `The books of ${demoPeriod.name} and after (debit, credit, accounts):`,
    ...tableOf(told.trialBalance),
    ...checkLines(await checkBooks(work, cooperativeId)),
  ];
}

const outcomes = { ADOPTED: 'Adopted', REJECTED: 'Not adopted', NO_QUORUM: 'No quorum' } as const;

function decisionLines({ number, title, outcome, stage, effect, poll }: DecisionTold): string[] {
  const became = stage === 'NOT_ADOPTED' ? '' : `, ${stage.toLowerCase().replace('_', ' ')}`;
  return [
    `Decision ${number}. ${title}`,
    `  ${outcomes[outcome]}${became}.`,
    ...(poll
      ? [
          `  Rule: ${poll.ruleArticle}, version ${poll.ruleVersion}. ${poll.ruleText}`,
          ...(poll.result?.sentences ?? []).map((sentence) => `  ${sentence}`),
        ]
      : []),
    ...(effect ? [`  Effect: ${effect.sentence}`] : []),
  ];
}

const columns = 110;

/** A long sentence over several lines of a terminal, each further in than the first. */
function wrapped(line: string): string[] {
  const lines = [''];
  for (const word of line.split(/(?<=\S) /)) {
    const current = lines.at(-1)!;
    if (current !== '' && current.length + word.length >= columns) lines.push(`    ${word}`);
    else lines[lines.length - 1] = current === '' ? word : `${current} ${word}`;
  }
  return lines;
}

function tableOf(lines: readonly BookLine[]): string[] {
  const width = Math.max(3, ...lines.map(({ family }) => family.length));
  const row = (name: string, debit: bigint, credit: bigint, currency: string, after: string): string =>
    `  ${name.padEnd(width)} ${money(debit, currency).padStart(14)} ${money(credit, currency).padStart(14)} ${after}`;
  const currency = lines[0]?.currency ?? 'EUR';
  const total = (side: 'debitMinor' | 'creditMinor'): bigint =>
    lines.reduce((sum, line) => sum + BigInt(line[side]), 0n);
  return [
    ...lines.map((line) =>
      row(
        line.family,
        BigInt(line.debitMinor),
        BigInt(line.creditMinor),
        line.currency,
        `${line.accounts} ${line.accounts === 1 ? 'account' : 'accounts'}`,
      ),
    ),
    `  ${'-'.repeat(width + 30)}`,
    row('sum', total('debitMinor'), total('creditMinor'), currency, currency),
  ];
}

function checkLines({ surplus, paidOut, retained, left, members, agrees }: BooksChecked): string[] {
  const euros = (amount: bigint): string => money(amount, 'EUR');
  return [
    `  owed in cash ${euros(paidOut)} + retained ${euros(retained)} + left to appropriate ${euros(left)} = surplus ${euros(surplus)} EUR`,
    agrees
      ? `  One independent SQL statement over ${members} members’ accounts says the same, to the cent.`
      : '  The independent SQL statement does NOT say the same: the books are not sound.',
  ];
}

function money(amountMinor: bigint, currency: string): string {
  const text = formatAmount(amountMinor, minorDigits(currency) ?? 0);
  return amountMinor === 0n ? '' : text.replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ',');
}
