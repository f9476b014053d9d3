import { filesUnder, importsOf, packagesOf, type SourceFile } from '../support/source-tree.js';

const siblings = ['funding', 'surplus', 'mutual-aid', 'assemblies'];
const belowSiblings = ['proposals', 'voting', 'ledger', 'membership', 'identity', 'audit', 'platform'];
const everyoneBelow = [...siblings, ...belowSiblings];

/** Whom each module may know, itself aside. Everybody may know `shared`. */
const mayKnow: Readonly<Record<string, readonly string[]>> = {
  shared: [],
  platform: [],
  audit: ['platform'],
  identity: ['audit', 'platform'],
  ledger: ['audit', 'platform'],
  membership: ['identity', 'ledger', 'audit', 'platform'],
  voting: ['membership', 'identity', 'audit', 'platform'],
  proposals: ['voting', 'membership', 'identity', 'audit', 'platform'],
  // Never each other.
  ...Object.fromEntries(siblings.map((sibling) => [sibling, belowSiblings])),
  notifications: everyoneBelow,
  transparency: everyoneBelow,
  // Plain pages for people without a client of their own.
  welcome: everyoneBelow,
};

/** The composition root, and the commands: they know everybody, and nobody knows them. */
const composition = /^src\/(main|app\.module)\.ts$|^src\/cli\//;

const moduleOf = (path: string): string | null => /^src\/([^/]+)\//.exec(path)?.[1] ?? null;
/** In that folder of a module, or of a room within one: `voting/graphql/`, `voting/delegation/graphql/`. */
const isIn = (path: string, folder: string): boolean =>
  new RegExp(`^src/[^/]+/([^/]+/)?${folder}/`).test(path);

interface Import {
  readonly from: string;
  readonly to: string;
}

describe('who may know whom', () => {
  const files = filesUnder(['src'], /\.ts$/).filter(({ path }) => !path.endsWith('.spec.ts'));
  const imports: Import[] = files.flatMap((file) => importsOf(file).map((to) => ({ from: file.path, to })));
  const crossing = imports.filter(
    ({ from, to }) => !composition.test(from) && to.startsWith('src/') && moduleOf(from) !== moduleOf(to),
  );
  const words = ({ from, to }: Import): string => `${from} imports ${to}`;

  it('is written down for every module there is', () => {
    const modules = new Set(
      files.filter(({ path }) => !composition.test(path)).map(({ path }) => moduleOf(path)),
    );
    const unknown = [...modules].filter((name) => name === null || !(name in mayKnow));
    // A new module gets a line in `mayKnow` above, as low as it can stand.
    expect(unknown).toEqual([]);
  });

  it('has no cycle', () => {
    const standing = new Set<string>();
    const visit = (name: string, path: readonly string[]): void => {
      if (path.includes(name)) throw new Error(`a cycle: ${[...path, name].join(' → ')}`);
      if (standing.has(name)) return;
      for (const below of mayKnow[name] ?? []) visit(below, [...path, name]);
      standing.add(name);
    };
    for (const name of Object.keys(mayKnow)) visit(name, []);
    expect(standing.size).toBe(Object.keys(mayKnow).length);
  });

  it('is kept: a module imports only from those below it', () => {
    const wrong = crossing.filter(({ from, to }) => {
      const above = moduleOf(from) ?? '';
      const below = moduleOf(to) ?? '';
      return below !== 'shared' && !(mayKnow[above] ?? []).includes(below);
    });
    // What a lower module needs of an upper one is a handler that the upper one registers with it.
    expect(wrong.map(words)).toEqual([]);
  });

  it('lets nobody import the composition root or the commands', () => {
    const wrong = imports.filter(({ from, to }) => composition.test(to) && !composition.test(from));
    expect(wrong.map(words)).toEqual([]);
  });

  it('keeps every domain/ pure: it imports domain/ and shared/, and no package', () => {
    const isPure = ({ path }: SourceFile): boolean => isIn(path, 'domain') || path.startsWith('src/shared/');
    const wrong = imports.filter(
      ({ from, to }) =>
        (isIn(from, 'domain') && !isIn(to, 'domain') && !to.startsWith('src/shared/')) ||
        (from.startsWith('src/shared/') && !to.startsWith('src/shared/')),
    );
    // Every input of a rule is an argument: the clock, the seed and the tie-break too. Hashes and the
    // spelling of addresses are functions of their arguments alone.
    const withPackages = files
      .filter(isPure)
      .flatMap((file) => packagesOf(file).map((name) => `${file.path} imports ${name}`))
      .filter((line) => !/ imports (node:(crypto|url))$/.test(line));
    expect([...wrong.map(words), ...withPackages]).toEqual([]);
  });

  it('keeps every graphql/ to itself, to graphql/ of modules above, and to the composition', () => {
    const wrong = imports.filter(({ from, to }) => {
      if (!isIn(to, 'graphql') || to.startsWith('src/platform/')) return false;
      if (composition.test(from)) return false;
      const own = moduleOf(from) === moduleOf(to);
      return !(own && (isIn(from, 'graphql') || from.endsWith('.module.ts'))) && !isIn(from, 'graphql');
    });
    // A service answers with rows and refusals; what of them is published is the resolver's business.
    expect(wrong.map(words)).toEqual([]);
  });

  it('has the invariants of every module in `rochdale check`', () => {
    const composed = imports.filter(({ from }) => from === 'src/cli/invariants.ts').map(({ to }) => to);
    const forgotten = files.map(({ path }) => path).filter((path) => /\w\.invariants\.ts$/.test(path));
    expect(forgotten.filter((path) => !composed.includes(path))).toEqual([]);
  });
});
