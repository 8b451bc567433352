import { catalogVersion } from "../../catalog/versions";
import { commandOf } from "../../command";
import type { Slots, TemplateFile } from "../../engine/feature";
import { toJson } from "../../engine/manifest";
import { installCommand, runCommand } from "../../engine/package-manager";
import type { ScaffoldConfig } from "../../schema";
import { frameworkWords, titleOf } from "./frameworks";

/** What people, agents and Berth itself read about the project. */
export function renderDocuments(config: ScaffoldConfig, slots: Slots): TemplateFile[] {
  const record = { catalogVersion, command: commandOf(config), config };
  return [
    { path: "README.md", content: readme(config, slots) },
    { path: "AGENTS.md", content: agents(config, slots) },
    { path: "berth.json", content: toJson(record) },
  ];
}

function readme(config: ScaffoldConfig, slots: Slots): string {
  const sections = slots.readme.map(({ heading, body }) => `## ${heading}\n\n${body}\n`);
  const parts = [
    `# ${titleOf(config)}\n`,
    `${slots.stack.map(({ name, version }) => `${name} ${version}`).join(", ")}.\n`,
    runIt(config, slots),
    ...sections,
    `## Environment\n\n${variableTable(slots)}\n\nThe app starts without them and names what is missing: in the log, on the home page and at \`/api/health\`, which answers 503 only when it cannot do its work.\n`,
    `## Where things are\n\n${slots.landmarks.map(({ path, purpose }) => `- \`${path}\`: ${purpose}`).join("\n")}\n`,
    `## Use this stack\n\n\`berth.json\` records the choices and the version of the catalog. The same project again:\n\n\`\`\`sh\n${commandOf(config)}\n\`\`\`\n\n\`berth add\` with the name of an option brings it into this project, beside what was changed since; it shows the difference first.\n`,
  ];
  return parts.join("\n");
}

function runIt(config: ScaffoldConfig, slots: Slots): string {
  const needs = config.packageManager === "npm" ? "Node 22.12 or newer" : "Node 22.12 or newer and pnpm";
  return `## Run it

Needs ${needs}.

\`\`\`sh
${installCommand(config)}
${copyExample(slots)}${runCommand(config, "dev")}
\`\`\`

Then open http://localhost:3000. For production: \`${runCommand(config, "build")}\`, then \`${runCommand(config, "start")}\`; it listens on \`PORT\`, 3000 by default. The build needs no variable and no network.
`;
}

function copyExample({ variables }: Slots): string {
  return variables.some(({ required }) => required) ? "cp .env.example .env.local   # then fill it in\n" : "";
}

function variableTable({ variables }: Slots): string {
  const rows = variables.map((variable) => {
    const status = variable.required ? (variable.skippableLocally ? `for ${variable.feature}` : "yes") : "no";
    return `| \`${variable.key}\` | ${status} | ${variable.description} |`;
  });
  return ["| variable | needed | what it is |", "|---|---|---|", ...rows].join("\n");
}

function agents(config: ScaffoldConfig, { guidance, scripts }: Slots): string {
  const { rule, styles } = frameworkWords[config.framework];
  const rules = [
    "TypeScript is strict. No `any`, no non-null `!`; narrow instead.",
    rule,
    "Environment variables are declared and read in `src/env.ts`, nowhere else, and never while building.",
    `Colours are the tokens of \`${styles}\`. Both themes must work, from 360 px up.`,
    "A message says what happened, why, and what to do.",
    ...guidance,
  ];
  const checks = ["typecheck", "test", "build"].filter((name) => name in scripts);
  const command = checks.map((name) => runCommand(config, name)).join(" && ");
  return `# Rules for changing this project\n\n${rules.map((line) => `- ${line}`).join("\n")}\n\nBefore you hand in a change: \`${command}\`.\n`;
}
