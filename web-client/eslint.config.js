import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** Which folders of src/ a folder must not import from: content ← wire ← net, content ← schedule, engine joins, player → engine. */
const forbidden = {
  content: ['wire', 'net', 'schedule', 'engine', 'player', 'element', 'index'],
  wire: ['net', 'schedule', 'engine', 'player', 'element', 'index'],
  net: ['schedule', 'engine', 'player', 'element', 'index'],
  schedule: ['wire', 'net', 'engine', 'player', 'element', 'index'],
  engine: ['player', 'element', 'index'],
  player: ['content', 'wire', 'net', 'schedule', 'element', 'engine/*'],
  element: ['content', 'wire', 'net', 'schedule', 'engine/*'],
};

const direction = (folder) => ({
  files: [`src/${folder}/**/*.ts`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            regex: `^\\.\\./(?:.*/)?(?:${forbidden[folder].map((name) => name.replace('/*', '/.+')).join('|')})(?:/.*)?$`,
            message: `src/${folder} must not know of this folder.`,
          },
        ],
      },
    ],
  },
});

export default tseslint.config(
  { ignores: ['api/', 'dist/', 'target/', 'node_modules/'] },
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: { allowDefaultProject: ['*.js'] }, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      eqeqeq: 'error',
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
    },
  },
  { files: ['**/*.js'], extends: [tseslint.configs.disableTypeChecked] },
  ...Object.keys(forbidden).map(direction),
);
