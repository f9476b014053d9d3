import { definePreset } from './preset.js';

/** Practice of the Mondragon group, a template and not a law; percentages vary by cooperative. */
export const mondragon = definePreset({
  id: 'Mondragon',
  name: 'Mondragon practice',
  source: 'press and secondary accounts of 2010 and 2015',
  lawVersionDate: '2010-04-14',
  evidence: 'template',
  waterfall: {
    mandatoryBase: 'afterTax',
    appropriations: [
      {
        id: 'collectiveReserve',
        kind: 'reserve',
        mandatory: true,
        divisible: false,
        rate: '45%',
        name: 'collective reserve',
      },
      {
        id: 'socialFund',
        kind: 'purposeFund',
        ledger: 'liability',
        mandatory: true,
        rate: '10%',
        name: 'social fund',
      },
    ],
    pools: [
      {
        id: 'members',
        name: 'returns by advance pay, capitalised',
        size: {},
        weighting: { bases: { 'advance-pay': 1 } },
        forms: [{ form: 'retained', kind: 'memberAccount' }],
      },
    ],
  },
  loss: [
    { to: 'reserve', fund: 'collectiveReserve', name: 'collectiveReserve', rate: '45%', of: 'loss' },
    { to: 'reserve', fund: 'socialFund', name: 'socialFund', rate: '10%', of: 'loss' },
    { to: 'members', name: 'members', weighting: { bases: { 'advance-pay': 1 } } },
  ],
  checks: [
    {
      id: 'interest on capital',
      kind: 'interestRateAtMost',
      rate: '7.5%',
      severity: 'warn',
      article: 'X Congress, 2010',
      message: 'Interest on capital is at most 7.5%.',
    },
    {
      id: 'members at most half',
      kind: 'amountsAtMost',
      names: ['pools'],
      rate: '45%',
      of: ['base'],
      severity: 'warn',
      article: 'practice',
      message: 'Members’ accounts receive 45%.',
    },
    {
      id: 'interest and result',
      kind: 'amountsAtMost',
      names: ['capitalInterest'],
      rate: '40%',
      of: ['surplus'],
      severity: 'warn',
      article: 'X Congress, 2010',
      message: 'Interest on capital accrues to at most 40% of the result of the cooperative.',
    },
  ],
});
