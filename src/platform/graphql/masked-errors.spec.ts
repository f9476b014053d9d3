import { GraphQLError } from 'graphql';
import { DatabaseBusy } from '../database/pool.js';
import { maskErrors } from './masked-errors.js';

const answerTo = (error: GraphQLError, data?: unknown) => {
  const logged: unknown[] = [];
  const masked = maskErrors({ data, errors: [error] }, (_incident, cause) => logged.push(cause));
  return {
    ...masked,
    message: masked.response.errors![0]!.message,
    code: masked.response.errors![0]!.extensions.code,
    incidentId: masked.response.errors![0]!.extensions.incidentId as string,
    logged,
  };
};

describe('errors as callers see them', () => {
  it('say a mistake in the query as it is', () => {
    const answer = answerTo(new GraphQLError('Cannot query field "nothing" on type "Query".'));
    expect(answer).toMatchObject({ statusCode: 400, code: 'BAD_REQUEST', logged: [] });
    expect(answer.message).toMatch(/nothing/);
  });

  it('say a missing argument as it is, though it is found while the query runs', () => {
    const missing = new GraphQLError('Argument "id" of required type "ID!" was not provided.', {
      path: ['poll'],
    });
    expect(answerTo(missing, null)).toMatchObject({ statusCode: 400, code: 'BAD_REQUEST' });
  });

  it('mask what is thrown inside, and what does not fit its own type', () => {
    const thrown = new GraphQLError('x', {
      path: ['me'],
      originalError: new Error('duplicate key in person_email'),
    });
    const unfit = new GraphQLError('String cannot represent value: 17', { path: ['members', 0, 'weight'] });
    for (const error of [thrown, unfit]) {
      const answer = answerTo(error, {});
      expect(answer.code).toBe('INTERNAL');
      expect(answer.message).toBe(`Something went wrong on our side. Incident ${answer.incidentId}.`);
      expect(answer.logged).toHaveLength(1);
    }
  });

  it('ask to come back when every connection is busy', () => {
    const busy = new GraphQLError('x', { path: ['me'], originalError: new DatabaseBusy() });
    expect(answerTo(busy, {})).toMatchObject({ statusCode: 503, retryAfterSeconds: 1, code: 'BUSY' });
  });
});
