import path from 'node:path';
import globals from 'globals';
import svelte from 'eslint-plugin-svelte';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const tsconfigRootDir = path.join(import.meta.dirname, '..');

const rawIpc = {
  name: 'electron',
  importNames: ['ipcMain'],
  message:
    'Only src-main/electron/ipc.ts touches ipcMain: it checks the sender. Add an operation to the contract.',
};

const environment = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: 'Settings are read once, in src-main/settings/. Take the value from there as an argument.',
};

const styleAttribute = {
  selector: "SvelteAttribute[key.name='style']",
  message: "The page's CSP refuses style attributes. Use a class, or the directive style:property={value}.",
};

export default defineConfig(
  { ignores: ['**/node_modules/', '**/dist/', '**/out/', '**/test-results/', '**/playwright-report/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts', '**/*.svelte'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    // The same file extensions for all: the project service starts over when they change.
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir, extraFileExtensions: ['.svelte'] },
    },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      // Numbers read well in templates, and `void promise` and `() => void work()` say what they mean.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-meaningless-void-operator': 'off',
      // A port that answers at once is still a port: implementations are async by their interface.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // A query names the type of its rows; `!` is forbidden, so `as` may say what is known to be there.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/non-nullable-type-assertion-style': 'off',
      // Electron hands out instances of its classes; its types say so of interfaces.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // tsc asks for `env['NAME']` where a name is not declared.
      '@typescript-eslint/dot-notation': 'off',
      // There are no enums here, and it is the slowest rule of all.
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      eqeqeq: 'error',
      'no-restricted-imports': ['error', { paths: [rawIpc] }],
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    extends: [svelte.configs.recommended],
    languageOptions: {
      globals: globals.browser,
      parserOptions: { parser: tseslint.parser },
    },
    rules: {
      'svelte/no-at-html-tags': 'error',
      // `style:width={…}` goes through the CSSOM; the attribute is what the page's CSP refuses.
      'no-restricted-syntax': ['error', styleAttribute, environment],
      // Lists here are replaced, not changed ($state.raw): plain Map and Set are right for that.
      'svelte/prefer-svelte-reactivity': 'off',
      // Event handlers of a template have no types here, but in svelte-check, which holds these.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      'svelte/require-each-key': 'error',
      'svelte/button-has-type': 'error',
      // Svelte's `let { … } = $props()` and optional snippets.
      'prefer-const': 'off',
      'svelte/prefer-const': ['error', { excludedRunes: ['$props', '$bindable'] }],
    },
  },
  {
    files: ['src-main/**/*.ts', 'src-shared/**/*.ts', 'src-renderer/**/*.ts'],
    ignores: [
      'src-main/settings/**',
      // Hands the environment to the settings; clears what weakens a start; asks whether there is a display.
      'src-main/index.ts',
      'src-main/electron/{process,flags}.ts',
      '**/vite.config.ts',
    ],
    rules: { 'no-restricted-syntax': ['error', environment] },
  },
  {
    files: ['src-main/electron/ipc.ts'],
    rules: { 'no-restricted-imports': 'off' },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      // A test may look at what it knows to be there.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['**/*.js', '**/*.mjs', '**/*.cjs'],
    languageOptions: { globals: globals.node, ecmaVersion: 'latest' },
    rules: {
      'no-undef': 'error',
      'no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'no-unreachable': 'error',
      eqeqeq: 'error',
      'prefer-const': 'error',
    },
  },
);
