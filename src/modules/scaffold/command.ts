import type { ScaffoldConfig } from "./schema";

/**
 * The `berth new` command that makes the same project: the framework, then every choice that differs from its default.
 * Names and values are plain words by schema, so that the line runs exactly as pasted in any shell.
 */
export function commandOf(config: ScaffoldConfig): string {
  const flags: [string, string, string][] = [
    ["--database", config.database, "none"],
    ["--auth", config.auth, "none"],
    ["--auth-providers", config.authProviders.join(","), ""],
    ["--ai-template", config.aiTemplate, "none"],
    ["--ai-provider", config.aiProvider, "anthropic"],
    ["--extras", config.extras.join(","), ""],
    ["--package-manager", config.packageManager, "npm"],
  ];
  const chosen = flags.filter(([, value, fallback]) => value !== fallback).map(([flag, value]) => `${flag} ${value}`);
  return ["berth new", config.name, "--framework", config.framework, ...chosen].join(" ");
}
