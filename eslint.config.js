import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import regexp from 'eslint-plugin-regexp';
import solid from 'eslint-plugin-solid';
import tseslint from 'typescript-eslint';
import { english } from './scripts/lint/english-rules.ts';
import { dynamicImports, importDirections } from './scripts/lint/import-directions.ts';

const tests = ['**/*.test.ts', '**/*.test.tsx', 'proofs/**/*.ts', 'e2e/**/*.ts', '{client,server,web}/**/testing/**'];

const refusedSyntax = [
  {
    selector:
      'MemberExpression[object.name=/^(test|it|describe|suite)$/][property.name=/^(only|skip|skipIf|runIf|fixme|todo|fails)$/]',
    message: 'Every test must run.',
  },
  {
    selector: 'MemberExpression[object.property.name="describe"][property.name=/^(only|skip|fixme)$/]',
    message: 'Every test must run.',
  },
  {
    selector: 'JSXAttribute[name.name="style"]',
    message: 'The CSP forbids inline styles. Use a CSS module, or a data-* attribute.',
  },
  { selector: 'JSXAttribute[name.name=/^(innerHTML|outerHTML|srcdoc)$/i]', message: 'Insert text only as text nodes.' },
  {
    selector: 'MemberExpression[property.name=/^(innerHTML|outerHTML|insertAdjacentHTML|srcdoc|setHTMLUnsafe)$/]',
    message: 'Insert text only as text nodes.',
  },
  {
    selector: 'CallExpression[callee.object.name="document"][callee.property.name=/^write(ln)?$/]',
    message: 'Insert text only as text nodes.',
  },
];

const refusedInTests = [
  {
    selector: 'CallExpression[callee.object.name="vi"][callee.property.name=/^(mock|doMock)$/]',
    message: 'Do not mock modules of this project.',
  },
  { selector: 'MemberExpression[property.name="waitForTimeout"]', message: 'Wait for a condition, not for a time.' },
];

/** Only proofs may use real time: they kill processes at random moments. */
const refusedOutsideProofs = [
  {
    selector: 'ImportDeclaration[source.value="node:timers/promises"]',
    message: 'Wait for a condition, not for a time.',
  },
];

const domOfCreateFiles = ['window', 'document', 'location', 'history', 'navigator'].map((name) => ({
  name,
  message: 'create-*.ts must not use the DOM. The page passes in what it needs.',
}));

const isProof = (/** @type {string} */ pattern) => pattern.startsWith('proofs/');
const isTest = (/** @type {string} */ pattern) => /\.test\.|testing|e2e|proofs/.test(pattern);

const directions = importDirections.map(({ files, ignores, restrictions }) => ({
  files: [...files],
  ...(ignores && { ignores: [...ignores] }),
  rules: {
    '@typescript-eslint/no-restricted-imports': ['error', { patterns: restrictions }],
    'no-restricted-syntax': [
      'error',
      ...refusedSyntax,
      ...(files.some(isTest) ? refusedInTests : []),
      ...(files.some(isTest) && !files.some(isProof) ? refusedOutsideProofs : []),
      ...dynamicImports(restrictions),
    ],
  },
}));

export default defineConfig(
  globalIgnores(['dist/', 'data/', 'test-results/', '.vitest-attachments/', 'coverage/']),
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  regexp.configs['flat/recommended'],
  { languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } } },
  {
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // An async function without an await still turns exceptions into rejections.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // Spreading splits Base58 and test inputs by code point. Text that people wrote is never split.
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      // TypeScript refuses enums here (erasableSyntaxOnly), and looking for them takes an eighth of the time.
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      '@typescript-eslint/no-unsafe-enum-comparison': 'off',
      // Marked so that it stands out.
      '@typescript-eslint/no-deprecated': [
        'error',
        { allow: [{ from: 'package', package: 'openid-client', name: 'allowInsecureRequests' }] },
      ],
      eqeqeq: 'error',
      // Names, links and headers are checked for control characters throughout.
      'no-control-regex': 'off',
      'max-lines': ['error', 250],
      'max-lines-per-function': ['error', { max: 50, skipComments: true, IIFEs: true }],
      'max-params': ['error', 3],
      'no-console': 'error',
      'no-duplicate-imports': ['error', { allowSeparateTypeImports: true }],
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'], location: 'anywhere' }],
      'object-shorthand': 'error',
      'prefer-const': 'error',
      // Any pattern may meet untrusted text, so its time must be linear in the length of the text.
      'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }],
      'regexp/no-super-linear-move': ['error', { report: 'potential' }],
      // Style rules: here groups may serve readability, and ranges are written out.
      'regexp/match-any': 'off',
      'regexp/negation': 'off',
      'regexp/no-extra-lookaround-assertions': 'off',
      'regexp/no-obscure-range': 'off',
      'regexp/no-unused-capturing-group': 'off',
      'regexp/prefer-w': 'off',
      'regexp/use-ignore-case': 'off',
    },
  },
  { files: ['web/**/*.{ts,tsx}'], extends: [solid.configs.typescript] },
  {
    files: ['web/**/*.tsx'],
    rules: { 'max-lines-per-function': ['error', { max: 120, skipComments: true, IIFEs: true }] },
  },
  {
    files: ['crypto/**/*.ts'],
    // Crypto indexes within checked lengths, and its inner functions take the parameters of the formula.
    rules: { '@typescript-eslint/no-non-null-assertion': 'off', 'max-params': 'off' },
  },
  { files: ['migrations/**'], rules: { 'max-lines-per-function': 'off' } },
  // `npm run words` writes these.
  { files: ['{web/i18n/tables,cli/words,server/words}/**'], rules: { 'max-lines': 'off' } },
  { files: ['scripts/**', 'bench/**', 'sotto.js', 'server/main.ts'], rules: { 'no-console': 'off' } },
  {
    files: ['web/**/create-*.ts'],
    ignores: ['**/*.test.ts'],
    rules: { 'no-restricted-globals': ['error', ...domOfCreateFiles] },
  },
  {
    files: tests,
    rules: {
      'max-lines': ['error', 400],
      'max-lines-per-function': 'off',
      'max-params': 'off',
    },
  },
  {
    files: ['web/**/*.{ts,tsx}', 'cli/**/*.ts', 'client/words/**/*.ts'],
    // The operator's commands stay English.
    ignores: [...tests, 'cli/admin/**'],
    plugins: { english },
    rules: {
      'english/plural': 'error',
      'english/letter-case': 'error',
      'english/join': 'error',
      'english/locale': 'error',
    },
  },
  {
    files: ['web/**/*.{ts,tsx}'],
    ignores: tests,
    plugins: { english },
    rules: { 'english/words': 'error', 'english/once': 'error' },
  },
  {
    // They join names of commands and options, and ids of elements.
    files: ['cli/usage/**/*.ts', 'web/ui/text-*.tsx'],
    rules: { 'english/join': 'off' },
  },
  {
    // Names of standards: headers, hosts, addresses, tags of languages, endings of file names.
    files: [
      'client/words/match-language.ts',
      'cli/service/*.ts',
      'cli/opening/link-argument.ts',
      'cli/commands/list-forms.ts',
      'web/pages/not-found/read-address.ts',
      'web/parts/files/{kind-of-name,listen-for-files}.ts',
    ],
    rules: { 'english/letter-case': 'off' },
  },
  {
    // A variable of continuous integration, and a list of words in several languages.
    files: ['cli/commands/{choose-masking,answer-fields}.ts'],
    rules: { 'english/letter-case': 'off' },
  },
  {
    // A file descriptor, and the digits of a character's number.
    files: ['cli/terminal/{lost-output,printable}.ts'],
    rules: { 'english/plural': 'off' },
  },
  { files: ['web/parts/files/kind-of-name.ts'], rules: { 'english/words': 'off' } },
  ...directions,
  { files: ['**/*.js'], extends: [tseslint.configs.disableTypeChecked] },
);
