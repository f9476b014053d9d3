import { GraphQLError } from 'graphql';

/** A mistake in the query that is found while it runs; it is said to the caller as it is. */
export class CallersMistake extends GraphQLError {}
