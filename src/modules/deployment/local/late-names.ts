import { isReservedName } from "@/modules/environment/pure";

const prefix = "BERTH_LATE_";

/**
 * Has names that change how programs start take effect for the app alone: the shell and the sandbox that Berth starts it
 * with run outside of its limits, and would obey them too. They travel under other names until the app's own shell runs.
 */
export function withLateNames(
  command: string[],
  env: Readonly<Record<string, string>>,
  values: Readonly<Record<string, string>>,
): { command: string[]; env: Record<string, string> } {
  const late = Object.keys(values).filter((key) => isReservedName(key) && env[key] !== undefined);
  if (late.length === 0) return { command, env: { ...env } };
  const renamed = Object.entries(env).map(([key, value]) => [late.includes(key) ? prefix + key : key, value]);
  // Names hold letters, digits and underscores only, so they are safe in a script.
  const script = late.map((key) => `export ${key}="$${prefix}${key}"; unset ${prefix}${key}; `).join("");
  return {
    command: ["/bin/sh", "-c", `${script}exec "$@"`, "berth-app", ...command],
    env: Object.fromEntries(renamed),
  };
}
