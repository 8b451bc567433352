import type { Slots } from "../../engine/feature";
import { runCommand } from "../../engine/package-manager";
import type { ScaffoldConfig } from "../../schema";

const purposes: Record<string, string> = {
  dev: "Runs the app and reloads what you change.",
  build: "Builds it for production; needs no variable to be set.",
  start: "Serves the build on PORT, 3000 by default.",
  typecheck: "Checks the types without building.",
  "db:generate": "Writes a migration for what changed in the tables.",
  lint: "Checks form and style.",
  format: "Mends form and style.",
  test: "Runs the tests.",
  "test:e2e": "Runs the tests in a browser.",
};

/** The scripts of the project as people type them, and what each does. */
export function commandsOf(config: ScaffoldConfig, { scripts }: Slots): { command: string; purpose: string }[] {
  return Object.keys(scripts).map((name) => ({ command: runCommand(config, name), purpose: purposes[name] ?? "" }));
}
