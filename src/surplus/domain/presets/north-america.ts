import { definePreset } from './preset.js';

/** Québec: C-67.2 s 146, a reserve until equity reaches 40% of debts. */
export const quebec = definePreset({
  id: 'CA-QC',
  name: 'Québec',
  source: 'Cooperatives Act, C-67.2, s 146',
  lawVersionDate: '2019-10-11',
  evidence: 'statute',
  waterfall: {
    mandatoryBase: 'afterTax',
    appropriations: [
      {
        id: 'generalReserve',
        name: 'general reserve',
        kind: 'reserve',
        mandatory: true,
        divisible: false,
        rate: '10%',
        stop: { balance: 'equity', target: '40%', of: 'debts', whole: true },
        source: 's 146',
        decidedBy: 'law',
      },
    ],
  },
  checks: [
    {
      id: 'reserve',
      kind: 'amountsAtLeast',
      names: ['generalReserve'],
      rate: '10%',
      of: ['base'],
      severity: 'block',
      article: 's 146',
      message: 'At least 10% goes to the reserve until equity is 40% of debts.',
    },
    {
      id: 'reserve or shares',
      kind: 'amountsAtLeast',
      names: ['generalReserve', 'pools/shares'],
      rate: '20%',
      of: ['base'],
      lapsesWith: 'generalReserve',
      severity: 'block',
      article: 's 146',
      message: 'A further 10% goes to the reserve or is refunded in shares.',
    },
    {
      id: 'non-member surplus',
      kind: 'unverified',
      severity: 'warn',
      article: 'secondary source',
      message: 'Surplus from non-members goes to the reserve.',
    },
  ],
});

/** United States, Subchapter T of the Internal Revenue Code: what makes a patronage dividend, not how large. */
export const unitedStates = definePreset({
  id: 'US-Subchapter-T',
  name: 'United States, Subchapter T',
  source: 'IRC 1382, 1385, 1388, 6044',
  lawVersionDate: '2026-01-12',
  evidence: 'statute',
  waterfall: {
    origin: { method: 'direct', netUnits: false, source: 'IRC 1388(a), (j)' },
    mandatoryBase: 'beforeTax',
  },
  noticeMinimumCash: '20%',
  checks: [
    {
      id: 'patron business',
      kind: 'amountsAtMost',
      names: ['pools'],
      of: ['base.member'],
      severity: 'block',
      article: 'IRC 1388(a)',
      message: 'A patronage dividend comes from business with patrons alone.',
    },
    {
      id: 'cash',
      kind: 'cashAtLeast',
      rate: '20%',
      severity: 'warn',
      article: 'IRC 1388(c)',
      message:
        'A notice is qualified for members who get at least 20% in money; the others’ notices are nonqualified.',
    },
    {
      id: 'notice of netting',
      kind: 'nettingNoticed',
      severity: 'warn',
      article: 'IRC 1388(j)(3)',
      message:
        'Where units were netted, patrons are told in writing: that it may have affected the amount, which units in general, and what right they have to know more.',
    },
    {
      id: 'payment period',
      kind: 'unverified',
      severity: 'warn',
      article: 'IRC 1382(d)',
      message:
        'Payment by the 15th day of the 9th month after the year; the run does not know the date of payment.',
    },
  ],
});
