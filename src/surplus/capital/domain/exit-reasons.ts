/** Every reason for which who leaves is not settled with. The list is closed and flat. */
export const exitReasons = {
  NOT_LEFT: 'The membership has not ended; there is nothing to settle yet.',
  REASON_CONTRADICTS: 'The reason of leaving is not what the register of members says.',
  NOTHING_TO_SETTLE: 'This member holds no capital.',
  LOT_PLEDGED: 'A lot is pledged; whoever holds the pledge must release it first.',
  POLICY_UNKNOWN: 'The bylaws have no rule of this name, or the text of the policy cannot be read.',
  POLICY_UNFIT: 'The policy does not settle this leaving; the message and the details say why.',
  CHECKS_BLOCK: 'A rule of law or of the bylaws forbids this settlement.',
  EXIT_OPEN: 'There is a draft for this member already; withdraw it first.',
  SAME_PERSON: 'Who drew the settlement up does not approve it: that takes a second person.',
  NOT_A_DRAFT: 'The settlement was approved or withdrawn already.',
  FIGURES_CHANGED: 'The member’s capital has changed since; draw the settlement up anew.',
  NOT_SETTLED: 'The settlement has not been approved.',
  NOTHING_LEFT: 'Everything of it has been paid, or stands in a batch of payouts.',
  IN_A_BATCH: 'An instalment stands in a batch of payouts; report or cancel that first.',
  ALREADY_STOPPED: 'Payments are stopped already.',
  NOT_STOPPED: 'Payments are not stopped.',
} as const;
export type ExitReason = keyof typeof exitReasons | 'INVALID_INPUT' | 'NOT_FOUND';

export const leavingReasons = ['voluntary', 'unjustified', 'expulsion', 'death'] as const;
export type LeavingReason = (typeof leavingReasons)[number];

/** The standing that the register must show for a reason of leaving. */
export const standingOfReason: Readonly<Record<LeavingReason, string>> = {
  voluntary: 'left',
  unjustified: 'left',
  expulsion: 'expelled',
  death: 'deceased',
};
