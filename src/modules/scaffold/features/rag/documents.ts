import type { Slots, TemplateFile } from "../../engine/feature";
import { installCommand, runCommand } from "../../engine/package-manager";
import type { ScaffoldConfig } from "../../schema";
import { providerLabel } from "../ai/provider";

/** The documents a new project answers from: they describe the project itself. */
export function sampleDocuments(config: ScaffoldConfig, slots: Slots): TemplateFile[] {
  return [
    { path: "documents/answers.md", content: answers(config) },
    { path: "documents/getting-started.md", content: gettingStarted(config) },
    { path: "documents/variables.md", content: variables(slots) },
  ];
}

function gettingStarted(config: ScaffoldConfig): string {
  return `# Getting started

## Start the app

Install the packages with \`${installCommand(config)}\`, copy \`.env.example\` to \`.env.local\` and fill it in. Then \`${runCommand(config, "dev")}\` starts the app at http://localhost:3000 and reloads what you change.

## Run it in production

\`${runCommand(config, "build")}\` builds the app; it needs no variable and no network. \`${runCommand(config, "start")}\` serves the build on the port in \`PORT\`, 3000 by default. The folder \`documents\` must be beside it.

## See whether it is healthy

\`/api/health\` names every variable that is missing and every service that does not answer. Its status is 200 while the app can do its work and 503 when it cannot.

## Change the project

\`README.md\` says where things are. \`AGENTS.md\` holds the rules for changing the code, for people and for AI assistants. Run \`${runCommand(config, "typecheck")}\` before you hand in a change.
`;
}

function answers(config: ScaffoldConfig): string {
  return `# How answers are made

## From documents to passages

The files in \`documents\` that end in \`.md\` are read when the first question arrives. Each is cut at its headings; a section of more than 1,200 characters is cut again between its paragraphs. What is left is a passage: a piece of text with the file and the heading it comes from.

## How answers are found

The words of a question are looked up in an index of all passages in memory (MiniSearch, ranking by BM25+). Words in headings count double, small spelling mistakes are forgiven, and words such as "the" or "how" are ignored. The five best passages go to the model, ${providerLabel(config)}, which answers from them alone and cites them by number.

## When nothing is found

If no passage has a word of the question, the model is not asked and the answer is that the documents do not say anything about it. The model is told to say the same when the passages it got do not hold the answer.

## Add your own documents

Put Markdown files into \`documents\` and start the app again. Headings help: a passage is shown with its heading, and a question that uses the words of a heading finds it first. The index takes up to 500 files of up to a million characters each.
`;
}

function variables(slots: Slots): string {
  const named = (isRequired: boolean) =>
    slots.variables.flatMap(({ key, required }) => (required === isRequired ? [`\`${key}\``] : [])).join(", ");
  const sections = slots.variables.map(({ key, feature, required, defaultValue, description }) => {
    const fallback = defaultValue === undefined ? "" : ` When it is not set, ${defaultValue} is used.`;
    return `## ${key}\n\n${description} ${required ? `${feature} needs it.` : `It is optional.${fallback}`}\n`;
  });
  return `# Variables

Variables are set in \`.env.local\` on your machine and in the settings of the host elsewhere. These must be set: ${named(true)}. While one is missing, what needs it is off. These are optional: ${named(false)}.

${sections.join("\n")}`;
}
