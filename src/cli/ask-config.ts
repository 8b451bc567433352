import { catalogOptions, chooseOption, optionStates, parseConfig, resolveConfig } from "@/modules/scaffold/pure";
import { ProjectName, ScaffoldConfig } from "@/modules/scaffold/schema";
import { ask } from "./ask";
import { paint, writeNote } from "./output";

/** Asks for name and stack, one group at a time; Enter keeps what is shown. Options a rule forbids are not offered. */
export async function askForConfig(name: string | undefined): Promise<ScaffoldConfig> {
  let config = ScaffoldConfig.parse({ name: ProjectName.parse(name ?? (await askName())) });
  for (const group of catalogOptions) {
    const states = optionStates(config)[group.field].filter((state) => !state.disabled);
    const isOff =
      (group.field === "authProviders" && config.auth === "none") ||
      (group.field === "aiProvider" && config.aiTemplate === "none");
    if (isOff || states.length < 2) continue;
    const options = group.options.filter((option) => states.some((state) => state.value === option.value));
    writeNote(`\n${paint("bold", group.label)}  ${group.description}`);
    for (const [index, option] of options.entries()) {
      writeNote(`  ${index + 1}  ${option.label.padEnd(26)} ${option.description}`);
    }
    const value = await pick(
      options.map((option) => option.value),
      states.find((state) => state.selected)?.value,
    );
    if (!states.find((state) => state.value === value)?.selected) config = chooseOption(config, group.field, value);
    config = resolveConfig(config).config;
  }
  return parseConfig(config);
}

async function askName(): Promise<string> {
  for (;;) {
    const answer = ProjectName.safeParse(await ask("Name of the project", "my-app"));
    if (answer.success) return answer.data;
    writeNote(answer.error.issues[0]?.message ?? "Choose another name.");
  }
}

async function pick(values: readonly string[], fallback: string | undefined): Promise<string> {
  const shown = values.indexOf(fallback ?? "") + 1 || 1;
  for (;;) {
    const answer = await ask("Number or name", String(shown));
    const value = values[Number(answer) - 1] ?? values.find((candidate) => candidate === answer);
    if (value !== undefined) return value;
    writeNote(`Choose a number from 1 to ${values.length}.`);
  }
}
