import {
  GraphQLError,
  Kind,
  type ASTVisitor,
  type DocumentNode,
  type SelectionSetNode,
  type ValidationContext,
} from 'graphql';

/** Limits that hold for every caller; see trust.md's anchors (OWASP GraphQL). */
export const queryLimits = {
  depth: 10,
  cost: 5_000,
  aliases: 15,
  directives: 8,
  queryLength: 20_000,
  rootFields: 20,
};

interface Measure {
  depth: number;
  cost: number;
  aliases: number;
  directives: number;
}

/**
 * Measures what a document asks for before any of it runs. Fragments count as often as they are spread; a list costs
 * its page size times what is inside. Spread cycles end here too, whatever other rule would find them.
 */
export function queryLimitRule(context: ValidationContext): ASTVisitor {
  return {
    Document(document: DocumentNode): void {
      for (const definition of document.definitions) {
        if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
        const isIntrospection = definition.selectionSet.selections.every(
          (selection) => selection.kind === Kind.FIELD && selection.name.value.startsWith('__'),
        );
        const measure = measured(definition.selectionSet, fragmentsOf(document));
        for (const problem of exceeded(measure, isIntrospection))
          context.reportError(new GraphQLError(problem));
      }
    },
  };
}

const fragmentsOf = (document: DocumentNode): ReadonlyMap<string, SelectionSetNode> =>
  new Map(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition.selectionSet]] : [],
    ),
  );

function exceeded(measure: Measure, isIntrospection: boolean): string[] {
  const problems: string[] = [];
  const depthLimit = isIntrospection ? 20 : queryLimits.depth;
  if (measure.depth > depthLimit) problems.push(`The query is nested deeper than ${depthLimit} levels.`);
  if (measure.cost > queryLimits.cost)
    problems.push(`The query asks for too much at once (cost limit ${queryLimits.cost}).`);
  if (measure.aliases > queryLimits.aliases)
    problems.push(`The query uses more than ${queryLimits.aliases} aliases.`);
  if (measure.directives > queryLimits.directives) {
    problems.push(`The query uses more than ${queryLimits.directives} directives.`);
  }
  return problems;
}

function measured(root: SelectionSetNode, fragments: ReadonlyMap<string, SelectionSetNode>): Measure {
  const total: Measure = { depth: 0, cost: 0, aliases: 0, directives: 0 };
  // The walk itself is bounded: past twice the cost limit the answer is known.
  const walk = (set: SelectionSetNode, depth: number, times: number, path: ReadonlySet<string>): void => {
    for (const selection of set.selections) {
      if (total.cost > 2 * queryLimits.cost) return;
      total.directives += selection.directives?.length ?? 0;
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const name = selection.name.value;
        const body = fragments.get(name);
        total.cost += 1;
        if (body && !path.has(name)) walk(body, depth, times, new Set([...path, name]));
        continue;
      }
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        total.cost += 1;
        walk(selection.selectionSet, depth, times, path);
        continue;
      }
      total.depth = Math.max(total.depth, depth);
      total.cost += times;
      if (selection.alias) total.aliases += 1;
      const page = selection.arguments?.find((argument) => argument.name.value === 'first')?.value;
      const size = page?.kind === Kind.INT ? Math.min(Math.max(Number(page.value), 1), 1000) : page ? 20 : 1;
      if (selection.selectionSet) walk(selection.selectionSet, depth + 1, times * size, path);
    }
  };
  walk(root, 1, 1, new Set());
  return total;
}
