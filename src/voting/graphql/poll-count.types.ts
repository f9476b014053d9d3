import { createUnionType } from '@nestjs/graphql';
import type { CountResult } from '../domain/results/read-result.js';
import { ConsentCountType, GradientsCountType, ThresholdCountType } from './assent-count.types.js';
import {
  BordaCountType,
  JudgmentCountType,
  MarksCountType,
  PointsCountType,
  StarCountType,
} from './choosing-count.types.js';
import { PairwiseCountType, RunoffCountType } from './ranked-count.types.js';

const typeOfFamily = {
  threshold: ThresholdCountType,
  consent: ConsentCountType,
  gradients: GradientsCountType,
  marks: MarksCountType,
  star: StarCountType,
  judgment: JudgmentCountType,
  points: PointsCountType,
  borda: BordaCountType,
  runoff: RunoffCountType,
  pairwise: PairwiseCountType,
} as const satisfies Readonly<Record<CountResult['family'], unknown>>;

/** The count of a poll: one type per family of methods. */
export const PollCountType = createUnionType({
  name: 'PollCount',
  description: 'What was counted, with everything that decided: one type per family of methods.',
  types: () => Object.values(typeOfFamily) as [typeof ThresholdCountType],
  resolveType: ({ family }: Pick<CountResult, 'family'>) => typeOfFamily[family],
});
