const jest = require("eslint-plugin-jest");
const tseslint = require("typescript-eslint");

module.exports = tseslint.config(
  { ignores: ["node_modules/", "sdks/", "**/*.js"] },
  {
    files: ["**/*.ts"],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: { project: ["./tsconfig.json", "./tsconfig.pages.json"], tsconfigRootDir: __dirname },
    },
    rules: {
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
    },
  },
  {
    files: ["test/**/*.ts"],
    plugins: { jest },
    extends: [jest.configs["flat/recommended"]],
    rules: {
      // A test that asserts nothing, or asserts where nobody waits, is a defect.
      "jest/expect-expect": ["error", { assertFunctionNames: ["expect", "expect*"] }],
      "jest/valid-expect": "error",
      "jest/no-conditional-expect": "error",
      "jest/no-disabled-tests": "error",
      "jest/no-focused-tests": "error",
      "no-restricted-syntax": [
        "error",
        {
          selector: "CallExpression[callee.property.name='apply']",
          message:
            "An expectation inside .apply() is never awaited: use valueOf() of test/support/outputs.ts.",
        },
      ],
    },
  },
  {
    // Chapters of one story: they share a platform, and so a test file that imports them.
    files: ["test/e2e/*/**/*.ts"],
    rules: { "jest/no-export": "off" },
  },
);
