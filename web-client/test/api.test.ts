import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { LoadError } from '../src/index';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What a page can see: the entries, and the files that their public types lie in. */
const PUBLIC = ['src/index.ts', 'src/engine.ts', 'src/engine-api.ts', 'src/element/module.ts', 'src/element/player-element.ts', 'src/player/attach.ts', 'src/player/index.ts'];

/** The declarations of the public files as the compiler writes them, contract comments included. */
function report(): string {
  const { config } = ts.readConfigFile(`${root}/tsconfig.json`, (path) => ts.sys.readFile(path)) as { config: object };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const program = ts.createProgram(
    PUBLIC.map((file) => `${root}/${file}`),
    { ...options, noEmit: false, declaration: true, emitDeclarationOnly: true },
  );
  const files = PUBLIC.map((file) => {
    let declarations = '';
    program.emit(program.getSourceFile(`${root}/${file}`), (_, text) => (declarations = text), undefined, true);
    return `// ${relative(root, `${root}/${file}`)}\n${declarations}`;
  });
  return files.join('\n');
}

test('the public API is the one that api/cordwood.d.ts reports', { timeout: 120_000 }, async () => {
  await expect(report(), 'after a change that is meant, run npm run api and commit the report').toMatchFileSnapshot('../api/cordwood.d.ts');
});

test('a load error names its code and status', () => {
  const error = new LoadError('status', 404, 'not found');
  expect({ name: error.name, code: error.code, status: error.status }).toEqual({ name: 'LoadError', code: 'status', status: 404 });
});
