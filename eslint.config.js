import a11y from "eslint-plugin-jsx-a11y";
import hooks from "eslint-plugin-react-hooks";
import ts from "typescript-eslint";

const INEXACT = [
  "random",
  "sin",
  "cos",
  "tan",
  "asin",
  "acos",
  "atan",
  "atan2",
  "sinh",
  "cosh",
  "tanh",
  "exp",
  "expm1",
  "log",
  "log2",
  "log10",
  "log1p",
  "pow",
  "cbrt",
  "hypot",
];
const POWERS = ["BinaryExpression[operator='**']", "AssignmentExpression[operator='**=']"].map((selector) => ({
  selector,
  message: "Engines differ in the last bit: use scenes/sim/maths.ts, or multiply.",
}));
const OF_THE_CORE = [
  ...POWERS,
  { selector: "ForInStatement", message: "Key order is not defined across engines." },
  {
    selector: ":matches(Program, Program > ExportNamedDeclaration) > VariableDeclaration[kind=/^(let|var)$/]",
    message: "Runs share a module: what changes stands in the world or in the procedure's own state.",
  },
];
/** `world.people.posture[i] = 1`, `world.tick++`, at any depth. */
const WRITES_THE_WORLD = [1, 2, 3, 4, 5].flatMap((depth) => {
  const path = " > MemberExpression.object".repeat(depth - 1);
  return ["AssignmentExpression > MemberExpression.left", "UpdateExpression > MemberExpression.argument"].map((to) => ({
    selector: `${to}${path} > Identifier.object[name="world"]`,
    message: "A mechanic reads the world: bodies, doors and air change by the sim's own calls (layDown, sendTo, …).",
  }));
});
const FEEDS_THE_SIMULATION = [
  "scenes/sim/**/*.ts",
  "scenes/mechanics/**/*.ts",
  "scenes/verification/**/*.ts",
  "scenes/editor/**/*.ts",
  "app/drill/**/*.ts",
  "content/**/*.ts",
  "tests/golden/**/*.ts",
  "tests/support/**/*.ts",
  "tests/faults/**/*.ts",
  "tests/load/**/*.ts",
  "scripts/simulate.ts",
  "scripts/verify-sim.ts",
  "scripts/bench/sim*.ts",
  "scripts/bench/replay*.ts",
  "prisma/seed/**/*.ts",
];

export default ts.config(
  {
    ignores: [
      "build/",
      "public/",
      "node_modules/",
      "test-results/",
      "data/",
      "keys/",
      "shots/",
      "tests/golden/engines/",
    ],
  },
  {
    files: ["**/*.{ts,tsx}"],
    extends: [ts.configs.recommended],
    rules: {
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", varsIgnorePattern: "^_", ignoreRestSiblings: true },
      ],
      "@typescript-eslint/no-empty-object-type": ["error", { allowInterfaces: "with-single-extends" }],
      "@typescript-eslint/consistent-type-imports": [
        "error",
        { fixStyle: "inline-type-imports", disallowTypeAnnotations: false },
      ],
      "no-console": ["error", { allow: ["error"] }],
      eqeqeq: ["error", "always"],
    },
  },
  // A promise that nobody waits for ends the process when it fails, and everybody's page with it.
  {
    files: ["app/**/*.{ts,tsx}", "scenes/**/*.{ts,tsx}", "prisma/**/*.ts", "scripts/**/*.ts"],
    ignores: ["**/*.test.{ts,tsx}"],
    languageOptions: { parserOptions: { project: "./tsconfig.json", tsconfigRootDir: import.meta.dirname } },
    rules: { "@typescript-eslint/no-floating-promises": "error" },
  },
  {
    files: ["**/*.tsx"],
    plugins: { "react-hooks": hooks, "jsx-a11y": a11y },
    rules: {
      ...a11y.flatConfigs.recommended.rules,
      "react-hooks/rules-of-hooks": "error",
      "react-hooks/exhaustive-deps": "error",
    },
  },
  {
    files: ["scenes/stage/**/*.tsx"],
    rules: { "jsx-a11y/no-static-element-interactions": "off", "jsx-a11y/click-events-have-key-events": "off" },
  },
  { files: ["scripts/**", "tests/**", "prisma/seed/**", "scenes/verification/**"], rules: { "no-console": "off" } },
  // The scored world is pure: results that an engine may round its own way, clocks and chance are not there to be had.
  // What feeds it keeps the same law, tests too: a house drawn with Math.pow had other bits on another engine. An
  // oracle says so at its line.
  {
    files: FEEDS_THE_SIMULATION,
    rules: {
      "no-restricted-properties": [
        "error",
        ...INEXACT.map((property) => ({
          object: "Math",
          property,
          message: "Engines differ in the last bit: use scenes/sim/maths.ts or rng.ts.",
        })),
      ],
      "no-restricted-syntax": ["error", ...POWERS],
    },
  },
  {
    files: ["scenes/sim/**/*.ts", "scenes/mechanics/**/*.ts"],
    ignores: ["**/*.test.ts"],
    rules: {
      "no-restricted-globals": [
        "error",
        "Date",
        "performance",
        "crypto",
        "process",
        "window",
        "document",
        "setTimeout",
        "fetch",
      ],
      "no-restricted-syntax": ["error", ...OF_THE_CORE],
    },
  },
  // the same and one more: the last of these rules is the one that holds for a file
  {
    files: ["scenes/mechanics/*/*.ts"],
    ignores: ["**/*.test.ts"],
    rules: { "no-restricted-syntax": ["error", ...OF_THE_CORE, ...WRITES_THE_WORLD] },
  },
);
