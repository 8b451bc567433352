import { pnpmVersion, versions } from "../../catalog/versions";
import type { Feature } from "../../engine/feature";
import { toJson } from "../../engine/manifest";
import { execCommand, installCommand, runCommand } from "../../engine/package-manager";
import type { ScaffoldConfig } from "../../schema";

export const ci: Feature = {
  id: "ci",
  isChosen: (config) => config.extras.includes("ci"),
  variables: () => [],
  contribute: (config) => ({
    files: [
      { path: ".github/workflows/ci.yml", content: workflow(config) },
      { path: "biome.json", content: toJson(biome(config)) },
    ],
    devDependencies: ["@biomejs/biome"],
    scripts: { lint: "biome check .", format: "biome check --write ." },
    stack: [{ name: "Biome", version: versions["@biomejs/biome"] }],
    landmarks: [{ path: ".github/workflows/ci.yml", purpose: "What runs on every push." }],
    readme: [
      {
        heading: "Checks",
        body: `\`.github/workflows/ci.yml\` runs on every push and pull request: ${checks(config).join(", ")}. The same here: \`${runCommand(config, "lint")}\`; \`${runCommand(config, "format")}\` mends what can be mended.`,
      },
    ],
    guidance: [`Format and lint with \`${runCommand(config, "format")}\` before you commit.`],
  }),
};

/** The formatting every generated file has; `lint` keeps it so. */
function biome({ framework }: ScaffoldConfig): object {
  return framework === "astro" ? { ...biomeRules, overrides: [astroOverride] } : biomeRules;
}

/** Biome reads the script of an Astro file alone, so it cannot see what the markup uses. */
const astroOverride = {
  includes: ["**/*.astro"],
  linter: { rules: { correctness: { noUnusedImports: "off", noUnusedVariables: "off" } } },
};

const biomeRules = {
  $schema: "./node_modules/@biomejs/biome/configuration_schema.json",
  vcs: { enabled: true, clientKind: "git", useIgnoreFile: true, defaultBranch: "main" },
  files: { includes: ["**", "!**/package-lock.json", "!drizzle/meta", "!src/db/generated", "!next-env.d.ts"] },
  formatter: { indentStyle: "space", indentWidth: 2, lineWidth: 120 },
  css: { parser: { tailwindDirectives: true } },
  linter: {
    rules: {
      // Adding two texts needs no template.
      style: { useTemplate: "off" },
    },
  },
};

function checks({ extras }: ScaffoldConfig): string[] {
  return [
    "lint",
    "types",
    ...(extras.includes("vitest") ? ["unit tests"] : []),
    "build",
    ...(extras.includes("playwright") ? ["browser tests"] : []),
  ];
}

function workflow(config: ScaffoldConfig): string {
  const { extras, packageManager } = config;
  const steps = [
    installCommand(config),
    runCommand(config, "lint"),
    runCommand(config, "typecheck"),
    extras.includes("vitest") && runCommand(config, "test"),
    runCommand(config, "build"),
    extras.includes("playwright") && execCommand(config, "playwright install --with-deps chromium"),
    extras.includes("playwright") && runCommand(config, "test:e2e"),
  ].filter((step) => step !== false);
  const pnpm = `      - uses: pnpm/action-setup@v4
        with:
          version: ${pnpmVersion}
`;
  return `name: ci

on:
  push:
    branches: [main]
  pull_request:

permissions:
  contents: read

concurrency:
  group: ci-\${{ github.ref }}
  cancel-in-progress: true

jobs:
  check:
    runs-on: ubuntu-latest
    timeout-minutes: 20
    steps:
      - uses: actions/checkout@v5
${packageManager === "pnpm" ? pnpm : ""}      - uses: actions/setup-node@v5
        with:
          node-version: 24
          cache: ${packageManager}
${steps.map((step) => `      - run: ${step}\n`).join("")}`;
}
