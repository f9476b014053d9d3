/** Every reason for which capital is not moved. The list is closed and flat. */
export const capitalReasons = {
  LOT_TOO_SMALL: 'The lot holds less than this; shares promised and not paid cannot be moved.',
  LOT_PLEDGED: 'The lot is pledged; whoever holds the pledge must release it first.',
  LOTS_DIFFER: 'The other member holds a lot of this year that is taxed in another way.',
  SAME_HOLDER: 'The lot is theirs already.',
  MEMBER_NOT_CURRENT: 'Only a current member takes capital over.',
  INDIVISIBLE_RESERVE: 'A reserve that belongs to no present member is nobody’s to pass on.',
  DATE_IN_THE_FUTURE: 'What has not happened yet is not booked.',
} as const;
export type CapitalReason = keyof typeof capitalReasons | 'INVALID_INPUT' | 'NOT_FOUND';
