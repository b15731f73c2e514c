// The packages are found where ./dev installed them (DEV_NODE), else beside this file for an editor.
import { createRequire } from "node:module";

const require = createRequire(process.env.DEV_NODE ?? import.meta.url);
const globals = require("globals");

const rules = {
    curly: ["error", "all"],
    eqeqeq: ["error", "always"],
    "constructor-super": "error",
    "for-direction": "error",
    "getter-return": "error",
    "no-async-promise-executor": "error",
    "no-class-assign": "error",
    "no-compare-neg-zero": "error",
    "no-cond-assign": "error",
    "no-console": ["error", { allow: ["warn", "error"] }],
    "no-const-assign": "error",
    "no-constant-condition": "error",
    "no-debugger": "error",
    "no-dupe-args": "error",
    "no-dupe-class-members": "error",
    "no-dupe-else-if": "error",
    "no-dupe-keys": "error",
    "no-duplicate-case": "error",
    "no-duplicate-imports": "error",
    "no-empty": "error",
    "no-eval": "error",
    "no-ex-assign": "error",
    "no-fallthrough": "error",
    "no-func-assign": "error",
    "no-import-assign": "error",
    "no-invalid-regexp": "error",
    "no-loss-of-precision": "error",
    "no-redeclare": "error",
    "no-self-assign": "error",
    "no-shadow-restricted-names": "error",
    "no-this-before-super": "error",
    "no-undef": "error",
    "no-unreachable": "error",
    "no-unsafe-finally": "error",
    "no-unsafe-negation": "error",
    "no-unused-vars": ["error", { args: "after-used", argsIgnorePattern: "^_" }],
    "no-useless-catch": "error",
    "no-useless-escape": "error",
    "no-var": "error",
    "prefer-const": "error",
    "require-yield": "error",
    "use-isnan": "error",
    "valid-typeof": "error",
};

export default [
    { ignores: ["**/static/lib/**", "**/node_modules/**", ".dev/**"] },
    {
        files: ["collections_mgmt/static/**/*.js"],
        languageOptions: {
            ecmaVersion: 2022,
            sourceType: "module",
            globals: { ...globals.browser, odoo: "readonly", luxon: "readonly", Chart: "readonly" },
        },
        rules,
    },
    {
        files: ["devkit/*.mjs"],
        languageOptions: {
            ecmaVersion: 2022,
            sourceType: "module",
            globals: { ...globals.node, ...globals.browser },
        },
        rules,
    },
];
