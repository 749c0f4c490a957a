import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import globals from 'globals';
import typescript from 'typescript-eslint';

export default defineConfig(
  globalIgnores([
    'target/',
    'dist/',
    'www/dist/',
    'www/dist-panel/',
    'pkg-template/generated/',
    'tests/types/',
    '**/node_modules/',
  ]),
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    // Tried and left out: require-atomic-updates, which finds races where a test only sets up one thing after another.
  },
  js.configs.recommended,
  {
    rules: {
      // A mistake in any of these has cost somebody quota, or could.
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      curly: ['error', 'multi-line'],
      'no-constructor-return': 'error',
      'no-else-return': 'error',
      'no-implicit-coercion': 'error',
      'no-param-reassign': 'error',
      'no-self-compare': 'error',
      'no-shadow': 'error',
      'no-template-curly-in-string': 'error',
      'no-throw-literal': 'error',
      'no-unmodified-loop-condition': 'error',
      'no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-var': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
    },
  },
  {
    // Names that neither a page nor Node has must not get into the package; tsc finds what only one of them has.
    files: ['pkg-template/**/*.js'],
    languageOptions: { globals: globals['shared-node-browser'] },
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          // Bundlers put a module into a function that has these as parameters (Parcel's development): ours would be theirs.
          selector: 'Program > VariableDeclaration > VariableDeclarator[id.name=/^(module|exports|require)$/]',
          message: 'A bundler may have a variable of this name around the module.',
        },
      ],
    },
  },
  {
    files: ['pkg-template/**/*.node.js', 'pkg-template/{admin,bin,cli}/**', 'pkg-template/emulator/listen.js'],
    languageOptions: { globals: globals.node },
  },
  {
    files: [
      '*.js',
      'scripts/**/*.js',
      'tests/**/*.js',
      'bench/**/*.js',
      'docs/images/*.js',
      'examples/**/*.{js,cjs,mjs}',
    ],
    languageOptions: { globals: { ...globals.node, WebAssembly: 'readonly' } },
  },
  {
    files: ['examples/server/{bun,deno}.mjs'],
    languageOptions: { globals: { Bun: 'readonly', Deno: 'readonly' } },
  },
  {
    // Their callbacks run in a page.
    files: ['tests/browser/**/*.js', 'bench/panel.js', 'docs/images/panel.js'],
    languageOptions: { globals: globals.browser },
  },
  {
    files: ['www/**/*.{ts,tsx}', '**/*.d.ts'],
    extends: [typescript.configs.strict, typescript.configs.stylistic],
    languageOptions: { globals: globals.browser },
  },
  {
    // Types find these better.
    files: ['**/*.{ts,tsx}'],
    rules: { 'no-undef': 'off', 'no-unused-vars': 'off', 'no-shadow': 'off' },
  },
);
