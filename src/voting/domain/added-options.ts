import type { RuleOptions } from '../../membership/domain/decision-rule.js';
import type { PollOption } from './poll-options.js';

/**
 * Options that a rule adds to each vote held by it, behind those that are proposed. `none_of_these` (choice, approval):
 * counted like any option, and whoever comes after it is not chosen. `undeclared_write_in` (irv, stv): stands for whoever
 * is not on the list; it goes out first and cannot win.
 */
export const addedOptions = ['none_of_these', 'undeclared_write_in'] as const;
export type AddedOption = (typeof addedOptions)[number];

/** Choices of a rule that say yes or no, and name options by their place only once a vote has some. */
export const choicesOfOnePoll = [...addedOptions, 'excluded'] as const;

/** The option that the rule adds, if it adds one. */
export const addedBy = (options: RuleOptions): AddedOption | null =>
  addedOptions.find((name) => options[name] === true) ?? null;

const written: Readonly<Record<AddedOption, Readonly<Record<'en' | 'es', PollOption>>>> = {
  none_of_these: {
    en: {
      label: 'None of these',
      description: 'Counted like any other option. Whatever comes after it is not chosen.',
    },
    es: {
      label: 'Ninguna de estas',
      description: 'Se cuenta como cualquier otra opción. Lo que quede por detrás no se elige.',
    },
  },
  undeclared_write_in: {
    en: {
      label: 'Somebody who is not listed',
      description: 'It cannot win: it goes out first, and its ballots pass to their next choice.',
    },
    es: {
      label: 'Alguien que no figura en la lista',
      description: 'No puede ganar: sale la primera, y sus papeletas pasan a su siguiente preferencia.',
    },
  },
};

/** What the added option is called on the ballot, in the language of the cooperative. */
export const addedOption = (added: AddedOption, locale: string): PollOption =>
  written[added][locale.startsWith('es') ? 'es' : 'en'];

/** Everything that the added option may be called: no proposed option is called so. */
export const labelsOfAdded = (added: AddedOption): readonly string[] =>
  Object.values(written[added]).map(({ label }) => label);
