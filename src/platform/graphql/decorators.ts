import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { GqlExecutionContext } from '@nestjs/graphql';
import type { FastifyReply } from 'fastify';
import { Kind, type FragmentDefinitionNode, type GraphQLResolveInfo, type SelectionSetNode } from 'graphql';
import { CookieJar } from '../http/cookies.js';
import type { RequestScope } from '../request/request-scope.js';

/** The request's scope: who asks, the reading transaction, the loaders. */
export const Scope = createParamDecorator(
  (_data: unknown, context: ExecutionContext): RequestScope =>
    GqlExecutionContext.create(context).getContext<{ scope: RequestScope }>().scope,
);

/** The cookies of the request. (The reply itself is a thenable: whoever awaits it, as Nest does, waits for ever.) */
export const Cookies = createParamDecorator(
  (_data: unknown, context: ExecutionContext): CookieJar =>
    new CookieJar(GqlExecutionContext.create(context).getContext<{ reply: FastifyReply }>()),
);

/** Whether the query asks for a field of the answer, so that what costs is counted only when asked for. */
export const Wants = createParamDecorator((field: string, context: ExecutionContext): boolean => {
  const info = GqlExecutionContext.create(context).getInfo<GraphQLResolveInfo>();
  return info.fieldNodes.some((node) => selects(node.selectionSet, field, info.fragments));
});

function selects(
  set: SelectionSetNode | undefined,
  field: string,
  fragments: Readonly<Record<string, FragmentDefinitionNode>>,
): boolean {
  return (set?.selections ?? []).some((selection) => {
    if (selection.kind === Kind.FIELD) return selection.name.value === field;
    if (selection.kind === Kind.INLINE_FRAGMENT) return selects(selection.selectionSet, field, fragments);
    return selects(fragments[selection.name.value]?.selectionSet, field, fragments);
  });
}
