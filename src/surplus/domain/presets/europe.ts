import { definePreset } from './preset.js';

/** Italy: civil code 2545-quater and following, L. 59/1992, L. 142/2001; read in federations' accounts of them. */
export const italy = definePreset({
  id: 'IT',
  name: 'Italy, cooperative with prevalent mutuality',
  source: 'c.c. 2545-quater to 2545-sexies, L. 59/1992, L. 142/2001',
  lawVersionDate: '2004-01-01',
  evidence: 'secondary',
  waterfall: {
    mandatoryBase: 'afterTax',
    appropriations: [
      {
        id: 'legalReserve',
        name: 'legal reserve',
        kind: 'reserve',
        mandatory: true,
        divisible: false,
        rate: '30%',
        source: 'c.c. 2545-quater',
        decidedBy: 'law',
      },
      {
        id: 'mutualFund',
        name: 'mutual fund for the promotion of cooperation',
        kind: 'externalTransfer',
        ledger: 'external',
        mandatory: true,
        rate: '3%',
        source: 'L. 59/1992 art 11',
        decidedBy: 'law',
      },
    ],
  },
  checks: [
    {
      id: 'legal reserve',
      kind: 'amountsAtLeast',
      names: ['legalReserve'],
      rate: '30%',
      of: ['base'],
      severity: 'block',
      article: 'c.c. 2545-quater',
      message: 'At least 30% of net profit goes to the legal reserve, whatever its level.',
    },
    {
      id: 'mutual fund',
      kind: 'amountsAtLeast',
      names: ['mutualFund'],
      rate: '3%',
      of: ['base'],
      severity: 'block',
      article: 'L. 59/1992 art 11',
      message: '3% of net profit goes to a mutual fund.',
    },
    {
      id: 'refund and pay',
      kind: 'perMemberAtMost',
      rate: '30%',
      of: ['pay'],
      severity: 'block',
      article: 'L. 142/2001 art 3.2 b',
      message: 'A worker’s refund is at most 30% of the member’s total pay.',
    },
    {
      id: 'equity and debt',
      kind: 'balanceAtLeast',
      names: ['equity'],
      rate: '1/4',
      of: ['debts'],
      above: true,
      onlyWhenPaid: ['capitalInterest'],
      severity: 'block',
      article: 'c.c. 2545-quinquies',
      message: 'Dividends only while equity is above a quarter of debts.',
    },
    {
      id: 'interest on capital',
      kind: 'interestRateAtMost',
      named: 'postalBonds',
      rate: '2.5%',
      severity: 'block',
      article: 'c.c. 2514',
      message: 'Dividends are at most the highest rate of postal bonds and 2.5 points.',
    },
  ],
});

/** Germany: GenG and § 22 KStG. The refund has one uniform percentage and ends at members' part of the surplus. */
export const germany = definePreset({
  id: 'DE-eG',
  name: 'Germany, registered cooperative (eG)',
  source: 'GenG §§ 7, 19–21a, 73; KStG § 22',
  lawVersionDate: '2022-03-26',
  evidence: 'statute',
  waterfall: {
    origin: {
      method: 'unitRatio',
      source: 'KStG § 22 Abs 1',
      name: 'members’ part of turnover, after side business',
    },
    mandatoryBase: 'beforeTax',
  },
  exit: { instalments: { count: 1, everyMonths: 6 }, source: 'GenG § 73' },
  checks: [
    {
      id: 'uniform refund',
      kind: 'uniformRate',
      severity: 'block',
      article: 'KStG § 22',
      message: 'The refund has one uniform percentage: any grading makes the whole of it non-deductible.',
    },
    {
      id: 'ceiling of the refund',
      kind: 'amountsAtMost',
      names: ['pools'],
      of: ['base.member'],
      severity: 'block',
      article: 'KStG § 22 Abs 1',
      message: 'Refunds are at most the members’ part of the surplus.',
    },
    {
      id: 'losses first',
      kind: 'oldLossesCovered',
      severity: 'block',
      article: 'GenG §§ 19 Abs 2, 21a Abs 2',
      message: 'Nothing is paid out while losses are uncovered.',
    },
  ],
});

/** United Kingdom: no statutory appropriation; the society's rules decide. From guidance of the registrar. */
export const unitedKingdom = definePreset({
  id: 'UK-society',
  name: 'United Kingdom, co-operative society',
  source: 'Co-operative and Community Benefit Societies Act 2014, s 2(3); FCA RFCCBS 4–6; HMRC CTM40507',
  lawVersionDate: '2014-08-01',
  evidence: 'guidance',
  waterfall: { mandatoryBase: 'afterTax' },
  checks: [
    {
      id: 'not by capital',
      kind: 'basisExcluded',
      names: ['capital', 'shares'],
      severity: 'block',
      article: 'RFCCBS 4.2',
      message: 'Profits that are distributed go by trade with, or part in, the business.',
    },
    {
      id: 'interest on capital',
      kind: 'unverified',
      severity: 'warn',
      article: 's 2(3)',
      message: 'Interest is no more than is needed to obtain and keep enough capital.',
    },
    {
      id: 'highest holding',
      kind: 'unverified',
      severity: 'warn',
      article: 'RFCCBS 4',
      message: 'An individual holds at most 100,000 pounds of withdrawable shares.',
    },
  ],
});

/** The principles alone, for a cooperative whose law is not among the presets. */
export const internationalDefault = definePreset({
  id: 'ICA',
  name: 'Cooperative principles',
  source: 'ICA Statement on the Co-operative Identity, principle 3',
  lawVersionDate: '1995-09-23',
  evidence: 'guidance',
  waterfall: { mandatoryBase: 'afterTax' },
  checks: [
    {
      id: 'indivisible reserve',
      kind: 'amountsAtLeast',
      names: ['funds'],
      rate: '1/1000',
      of: ['base'],
      severity: 'warn',
      article: 'principle 3',
      message: 'Part of the surplus builds reserves, at least part of which is indivisible.',
    },
    {
      id: 'not by capital',
      kind: 'basisExcluded',
      names: ['capital', 'shares'],
      severity: 'warn',
      article: 'principle 3',
      message: 'Members benefit in proportion to their transactions, not to capital.',
    },
  ],
});
