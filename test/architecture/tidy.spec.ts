import { basename } from 'node:path';
import ts from 'typescript';
import { filesUnder, parse } from '../support/source-tree.js';

const mostLines = 300;
const mostLinesOfFunction = 60;
const wantedLinesOfFunction = 40;

// What is generated from the schema (`*.d.ts`) is nobody’s prose.
const code = filesUnder(['src', 'test', 'bench', 'migrations'], /(?<!\.d)\.(ts|mjs)$/);
const prose = filesUnder(['.'], /\.md$/);

describe('a tidy house', () => {
  it(`has files of at most ${mostLines} lines`, () => {
    const long = code
      .map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }))
      .filter(({ lines }) => lines > mostLines)
      .map(({ path, lines }) => `${path} has ${lines} lines: give one of its concerns a file of its own`);
    expect(long).toEqual([]);
  });

  it(`has functions of at most ${mostLinesOfFunction} lines, and names those over ${wantedLinesOfFunction}`, () => {
    const measured = code
      .filter(({ path }) => path.startsWith('src/') && !path.endsWith('.spec.ts'))
      .flatMap((file) => functionsOf(parse(file)).map((each) => ({ ...each, path: file.path })));
    const describeOne = ({ path, name, lines }: (typeof measured)[number]): string =>
      `${path}: ${name}, ${lines} lines`;
    const tooLong = measured.filter(({ lines }) => lines > mostLinesOfFunction).map(describeOne);
    const near = measured.filter(({ lines }) => lines > wantedLinesOfFunction).map(describeOne);
    if (tooLong.length > 0)
      throw new Error(
        `Too long; name a part of it by what it does:\n${tooLong.join('\n')}\nOver ${wantedLinesOfFunction}:\n${near.join('\n')}`,
      );
  });

  it('names files by what is in them, in kebab-case', () => {
    const empty = /^(utils?|helpers?|common|misc|lib|index|types|constants)(\.|$)/;
    const kebab = /^(\d+-)?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/;
    const wrong = code.filter(({ path }) => empty.test(basename(path)) || !kebab.test(basename(path)));
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  it('names classes by what they are, neither Base… nor I…', () => {
    const wrong = code.flatMap((file) =>
      declaredTypes(parse(file))
        .filter((name) =>
          /^Abstract[A-Z]|^Base(?!Capital)[A-Z]|^I[A-Z][a-z]|(Manager|Helper|Util|Utils|Impl)$/.test(name),
        )
        .map((name) => `${file.path}: ${name}`),
    );
    expect(wrong).toEqual([]);
  });

  it('leaves nothing for later in the code: what is open is written where work is planned', () => {
    const later = new RegExp(`\\b(${['TO' + 'DO', 'FIX' + 'ME', 'HA' + 'CK'].join('|')})\\b`);
    const wrong = [...code, ...prose].filter(({ text }) => later.test(text));
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  it('skips no test and singles none out', () => {
    const singled = new RegExp(
      `\\b(x(it|describe)|f(it|describe)|(it|describe|test)\\.(only|skip|todo))\\b\\s*\\(`,
    );
    const wrong = code.filter(({ path, text }) => path.includes('spec.') && singled.test(text));
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  it('speaks of itself alone', () => {
    // Other people's machines, and how the work was organised, mean nothing to who reads the code.
    const foreign = [
      /\b(issue|ticket|session) #?\d+\b/i,
      /\b(as an AI|language model|chatgpt|copilot|prompt engineer)/i,
      new RegExp(`(^|[\\s"'\`(])/(wo${'rk'}|home/[a-z]+)/`),
      new RegExp(`\\bhelper ses${'sion'}`, 'i'),
    ];
    const wrong = [...code, ...prose].flatMap(({ path, text }) =>
      text
        .split('\n')
        .map((line, index) => ({ line, place: `${path}:${index + 1}` }))
        .filter(({ line }) => foreign.some((pattern) => pattern.test(line)))
        .map(({ place, line }) => `${place} ${line.trim()}`),
    );
    expect(wrong.filter((line) => !line.startsWith('test/architecture/tidy.spec.ts'))).toEqual([]);
  });

  it('explains every module in a README of its own', () => {
    const modules = new Set(code.flatMap(({ path }) => /^src\/([^/]+)\//.exec(path)?.[1] ?? []));
    const explained = new Set(
      prose.flatMap(({ path }) => /^src\/([^/]+)\/README\.md$/.exec(path)?.[1] ?? []),
    );
    expect([...modules].filter((name) => !explained.has(name))).toEqual([]);
  });
});

function functionsOf(source: ts.SourceFile): { name: string; lines: number }[] {
  const found: { name: string; lines: number }[] = [];
  const lineOf = (position: number): number => source.getLineAndCharacterOfPosition(position).line;
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body) {
      const named = node.name ?? (ts.isVariableDeclaration(node.parent) ? node.parent.name : undefined);
      const lines = lineOf(node.getEnd()) - lineOf(node.getStart(source)) + 1;
      found.push({ name: named?.getText(source) ?? 'a function', lines });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function declaredTypes(source: ts.SourceFile): string[] {
  const names: string[] = [];
  const visit = (node: ts.Node): void => {
    if ((ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node)) && node.name)
      names.push(node.name.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return names;
}
