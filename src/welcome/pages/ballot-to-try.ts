import type { OpenVote } from '../welcome.reading.js';

/**
 * A ballot for an open vote as a request to the API, ready but for what its voter thinks: the options stand beside their
 * places, and the marks are to be changed before it is sent.
 */
export const ballotToTry = (poll: OpenVote, key: string): string =>
  [
    ...comments(poll).map((line) => `# ${line.replace(/\s+/g, ' ')}`),
    'mutation {',
    '  castBallot(input: {',
    `    pollId: "${poll.id}"`,
    `    idempotencyKey: "${key}"`,
    `    ballot: { ${marks(poll)} }`,
    '  }) {',
    '    ... on BallotCast { revision checkCode secret }',
    '    ... on CastBallotRefused { message details }',
    '  }',
    '}',
  ].join('\n');

const comments = ({ question, options }: OpenVote): string[] => [
  question,
  ...options.map(({ position, label }) => `${position} is ${label}`),
  ...(options.length > 0
    ? ['Change the marks, then send it. You may cast again until the vote closes.']
    : []),
];

function marks({ method, options, textVersion }: OpenVote): string {
  const places = options.map(({ position }) => position);
  const each = (mark: string): string => `[${places.map(() => mark).join(', ')}]`;
  switch (method) {
    case 'threshold':
      return 'choice: ABSTAIN # or FOR, AGAINST, BLANK\n   ';
    case 'consent':
      return `consent: { position: CONSENT, textVersion: ${textVersion} } # or STAND_ASIDE; OBJECT needs reason and criteria\n   `;
    case 'gradients':
      return 'step: 0 # the fullest agreement; more is less\n   ';
    case 'choice':
      return 'option: 0';
    case 'approval':
      return 'approved: [0]';
    case 'score':
    case 'star':
      return `scores: ${each('null')}`;
    case 'majority-judgment':
      return `grades: ${each('null')}`;
    case 'dots':
    case 'weighted-split':
    case 'quadratic':
      return `points: ${each('0')}`;
    default:
      return `ranking: [${places.map((place) => `[${place}]`).join(', ')}]`;
  }
}
