import js from '@eslint/js'
import svelte from 'eslint-plugin-svelte'
import globals from 'globals'
import ts from 'typescript-eslint'

// The clock and the environment come in as parameters: these bans keep it so (docs/adr/0060).
const clockBan = [
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'Ask the clock that was handed in; only clock.ts reads the system clock.',
  },
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'Ask the clock that was handed in; only clock.ts reads the system clock.',
  },
]
const environmentBan = [
  {
    selector: "MemberExpression[object.name='process'][property.name='env']",
    message: 'Only config.ts reads the environment.',
  },
]

export default ts.config(
  {
    ignores: [
      '**/node_modules/',
      '**/dist/',
      '**/build/',
      '**/.svelte-kit/',
      '.data/',
      '.tsbuild/',
      '.cache/',
      'coverage/',
    ],
  },
  js.configs.recommended,
  { files: ['**/*.ts', '**/*.svelte'], extends: [...ts.configs.recommendedTypeChecked] },
  ...svelte.configs['flat/recommended'],
  {
    languageOptions: {
      globals: globals.node,
      parserOptions: {
        projectService: {
          allowDefaultProject: ['*.config.ts', 'portal/*.config.ts'],
          defaultProject: 'tsconfig.base.json',
        },
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.svelte'],
      },
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { globals: globals.browser, parserOptions: { parser: ts.parser } },
    rules: { 'svelte/no-navigation-without-resolve': 'off' }, // one origin, no base path
  },
  {
    files: ['**/*.ts', '**/*.svelte'],
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/only-throw-error': 'error',
      // Use-cases and load functions are async by contract.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      'no-console': 'error',
      // Hostile input is full of control characters; the patterns that refuse them must name them.
      'no-control-regex': 'off',
      'no-restricted-syntax': ['error', ...clockBan, ...environmentBan],
    },
  },
  {
    files: [
      '**/config.ts',
      'portal/src/env.ts',
      'portal/main.ts',
      'demo/**/*.ts',
      'whitelist/cli/**/*.ts',
      'registry-api/cli/**/*.ts',
      '*.config.ts',
    ],
    rules: { 'no-restricted-syntax': ['error', ...clockBan] },
  },
  {
    files: ['demo/**', 'whitelist/cli/**', 'registry-api/cli/**', 'test/**'],
    rules: { 'no-console': 'off' },
  },
  { files: ['**/clock.ts'], rules: { 'no-restricted-syntax': ['error', ...environmentBan] } },
  {
    // Tests measure, wait and read answers of unknown shape; the bans protect the product.
    files: ['test/**/*.ts', '**/*.test.ts'],
    rules: {
      'no-restricted-syntax': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
    },
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    extends: [ts.configs.disableTypeChecked],
    rules: { '@typescript-eslint/no-unused-vars': 'off' },
  },
)
