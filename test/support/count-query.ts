const option = '{ position label }';
const amount = `{ option ${option} amount }`;
const seats = `method seats elected ${option} tied ${option} drawnOrder ${option}
  ties { round decides tied ${option} picked ${option} by }`;
const ballots = 'ballots { counted blank rejected }';
const condition = 'counted base fraction comparison needed met';

/** The result of a poll with every field of every family of counts, and the sentences in both languages. */
export const resultQuery = `query ($id: ID!) { poll(id: $id) { result { outcome winners ${option}
  english: sentences(language: EN) spanish: sentences(language: ES)
  count { __typename
    ... on ThresholdCount { outcome decidedEarly votes { choice votes people } eligibleVotes eligiblePeople
      quorums { ${condition} ofClass kind counting isOfPeople } majorities { ${condition} ofClass baseName }
      caps { ofClass share cast counted scaling } }
    ... on ConsentCount { finding consenting standingAside objecting openObjections objections { reason state } }
    ... on GradientsCount { passed votesByStep median stepsOfConsent canLiveWith { ${condition} } ${ballots} }
    ... on MarksCount { ${seats} aggregate totals { option ${option} amount scoredBy } noneOfThese ${option}
      smallestChange { option ${option} further } ${ballots} }
    ... on PointsCount { ${seats} totals { option ${option} amount scoredBy }
      smallestChange { option ${option} further } ${ballots} }
    ... on BordaCount { ${seats} lastPlacePoints totals { option ${option} amount scoredBy }
      ranking { options ${option} } ${ballots} }
    ... on StarCount { ${seats} highestScore options { option ${option} total topScores } finalists ${option}
      runoff { first ${option} second ${option} preferringFirst preferringSecond alike } ${ballots} }
    ... on JudgmentCount { ${seats} highestGrade options { option ${option} majorityGrade votesByGrade }
      ranking { options ${option} } deciding { taken ${option} left ${option} removed takenGrade leftGrade } ${ballots} }
    ... on RunoffCount { ${seats} variant finalQuota blank rounds { round quota votes ${amount} elected ${option}
      excluded ${option} excludedBecause transfers { kind from ${option} to ${amount} exhausted }
      exhausted { choicesUsedUp overvoted repeated skipped other } keepFactors ${amount} } ranking { options ${option} } }
    ... on PairwiseCount { ${seats} strength copelandScore pairs { option ${option} other ${option} preferring preferringOther }
      beatsAll ${option} ranking { options ${option} } paths { from ${option} to ${option} strength }
      locked { winner ${option} loser ${option} } leftOut { winner ${option} loser ${option} } tieSensitive
      scores ${amount} ${ballots} } } } } }`;
