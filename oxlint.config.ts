import { walls } from './scripts/walls.ts';

/** Linting rules. The walls between the rooms of src/ are declared once, in scripts/walls.ts. */
export default {
  plugins: ['typescript', 'import', 'react', 'unicorn', 'promise'],
  categories: { correctness: 'error', suspicious: 'error', perf: 'error' },
  ignorePatterns: ['out/**', '.cache/**', 'tests/architecture/planted/**'],
  rules: {
    'typescript/no-floating-promises': 'error',
    'typescript/no-explicit-any': 'error',
    'typescript/no-misused-promises': 'error',
    'typescript/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    'import/no-default-export': 'error',
    'import/no-unassigned-import': 'off',
    'max-lines': ['error', { max: 500, skipBlankLines: true, skipComments: true }],
    // TypeScript itself checks that every path of a switch returns.
    'typescript/consistent-return': 'off',
    'no-await-in-loop': 'off',
    'no-shadow': 'off',
    'react/react-in-jsx-scope': 'off',
    // Ports, workers and processes have no origin to name; only a window has.
    'unicorn/require-post-message-target-origin': 'off',
    'unicorn/no-array-sort': 'off',
    'unicorn/no-array-reverse': 'off',
    'unicorn/consistent-function-scoping': 'off',
    'typescript/no-unsafe-type-assertion': 'off',
    'promise/always-return': 'off',
    'promise/no-callback-in-promise': 'off',
    // Objects here are closures without `this`: their functions may be passed on.
    'typescript/unbound-method': 'off',
    // wouter takes a hook as a value; rules-of-hooks still holds.
    'react/hooks': 'off',
    // react-hooks/exhaustive-deps says the same, and allows effects that follow a change of state.
    'react/exhaustive-effect-dependencies': 'off',
    // The React Compiler is not used, so what it cannot memoise (the virtual lists' rows) is drawn as it should be.
    'react/incompatible-library': 'off',
    eqeqeq: ['error', 'always', { null: 'ignore' }],
  },
  overrides: [
    { files: ['*.config.ts'], rules: { 'import/no-default-export': 'off' } },
    { files: ['**/*.test.ts', '**/*.test.tsx', 'tests/**'], rules: { 'max-lines': 'off' } },
    ...walls(),
  ],
};
