import type { RateLimit } from '../platform/request/rate-limit.js';

/**
 * Five letters a quarter of an hour to one address are enough for anybody who mislays one, and with five tries each
 * leave 25 guesses among 100,000,000.
 */
export const codesByAddress: RateLimit = { name: 'sign-in code by address', times: 5, window: '15 minutes' };

/** A hall full of members signs in from one network; a list of a thousand addresses is not tried from one. */
export const codesByNetwork: RateLimit = {
  name: 'sign-in code by network',
  times: 300,
  window: '15 minutes',
};

/** Every try counts here, also those that name no code of ours. */
export const triesByNetwork: RateLimit = { name: 'sign-in try by network', times: 600, window: '15 minutes' };
