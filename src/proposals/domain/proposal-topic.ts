import { Refusal } from '../../shared/refusal.js';

/** A topic is a short code under which members may have passed on their votes; null without one. */
export function checkTopic(topic: string | null | undefined): string | null | Refusal<'INVALID_INPUT'> {
  if (topic === undefined || topic === null || topic === '') return null;
  return topic.length <= 60 && /^[a-z0-9](-?[a-z0-9])*$/.test(topic)
    ? topic
    : new Refusal('INVALID_INPUT', 'A topic is a short code of small letters, digits and single hyphens.', [
        'topic',
      ]);
}
