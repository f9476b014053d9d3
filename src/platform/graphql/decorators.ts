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

/** The fields that the query asks of the answer, by name. */
export const Asked = createParamDecorator(
  (_data: unknown, context: ExecutionContext): ReadonlySet<string> => {
    const info = GqlExecutionContext.create(context).getInfo<GraphQLResolveInfo>();
    const names = new Set<string>();
    for (const node of info.fieldNodes) collect(node.selectionSet, info.fragments, names, false);
    return names;
  },
);

/** Whether the query asks for a field of that name anywhere below, so that long columns are read only when shown. */
export const Mentions = createParamDecorator((field: string, context: ExecutionContext): boolean => {
  const info = GqlExecutionContext.create(context).getInfo<GraphQLResolveInfo>();
  const names = new Set<string>();
  for (const node of info.fieldNodes) collect(node.selectionSet, info.fragments, names, true);
  return names.has(field);
});

function collect(
  set: SelectionSetNode | undefined,
  fragments: Readonly<Record<string, FragmentDefinitionNode>>,
  names: Set<string>,
  isDeep: boolean,
): void {
  for (const selection of set?.selections ?? []) {
    if (selection.kind === Kind.FIELD) {
      names.add(selection.name.value);
      if (isDeep) collect(selection.selectionSet, fragments, names, isDeep);
    } else if (selection.kind === Kind.INLINE_FRAGMENT) {
      collect(selection.selectionSet, fragments, names, isDeep);
    } else {
      collect(fragments[selection.name.value]?.selectionSet, fragments, names, isDeep);
    }
  }
}

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
