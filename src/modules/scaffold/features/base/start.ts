import type { CodeImport, Slots, TemplateFile } from "../../engine/feature";
import { importLines } from "../../engine/imports";
import type { ScaffoldConfig } from "../../schema";

/** What runs once when the server starts and when it is told to stop. */
export function renderStart({ framework }: ScaffoldConfig, slots: Slots): TemplateFile {
  const content = framework === "next" ? nextStartModule(slots) : startModule(slots);
  return { path: "src/start.ts", content };
}

function startModule({ startHooks, stopHooks }: Slots): string {
  const imports = importLines([{ name: "missingVariables", from: "@/env" }, ...startHooks, ...stopHooks]);
  return `${imports}
${startFunction(startHooks, "")}
/** Runs once when the server stops, after the last answer: closes what is open. */
export async function stop(): Promise<void> {${stopHooks.length === 0 ? "" : `\n  await ${together(stopHooks)};\n`}}
`;
}

function nextStartModule({ startHooks, stopHooks }: Slots): string {
  const imports = importLines([{ name: "missingVariables", from: "@/env" }, ...startHooks, ...stopHooks]);
  if (stopHooks.length === 0) return `${imports}\n${startFunction(startHooks, "")}`;
  const listen = `  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, closeBeforeExit);\n`;
  return `${imports}
${startFunction(startHooks, listen)}
/** On a signal Next answers the last requests, then ends the process; what is open gets closed in between. */
function closeBeforeExit(): void {
  const exit = process.exit.bind(process);
  const close = (): Promise<unknown> => ${together(stopHooks)};
  process.exit = ((code) =>
    void close()
      .catch(console.error)
      .finally(() => exit(code))) as typeof process.exit;
}
`;
}

function startFunction(startHooks: readonly CodeImport[], listen: string): string {
  const purpose = startHooks.length > 0 ? ", then prepares what requests need" : "";
  const starts = startHooks.map(({ name }) => `  await ${name}();\n`).join("");
  return `/** Runs once when the server starts: says what is missing${purpose}. */
export async function start(): Promise<void> {
  for (const { name, feature, isRequired } of missingVariables()) {
    console.warn(name + " is not set: " + feature + (isRequired ? " cannot work" : " is off") + ". See .env.example.");
  }
${listen}${starts}}
`;
}

function together(hooks: readonly CodeImport[]): string {
  const calls = hooks.map(({ name }) => `${name}()`);
  return calls.length === 1 ? calls.join("") : `Promise.all([${calls.join(", ")}])`;
}
