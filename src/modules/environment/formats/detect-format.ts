import { parseDotenv } from "./dotenv";
import type { FormatId } from "./formats";
import { readShell } from "./shell";

const byName: readonly (readonly [RegExp, FormatId])[] = [
  [/\.json$/i, "json"],
  [/\.(?:sh|bash|zsh)$/i, "shell"],
  [/(?:(?:^|[./\\])docker\.env|\.docker)$/i, "docker"],
];

/**
 * The format a text is in, by its content and where that does not tell by the name of its file. A Docker env-file looks
 * like a `.env` file, so it is only taken for one by its name.
 */
export function detectFormat(input: string, fileName = ""): FormatId {
  const text = input.replace(/^\uFEFF/, "").slice(0, 65_536);
  const isKubernetes = /^kind:[ \t]*["']?(?:Secret|ConfigMap)\b/m.test(text) && /^apiVersion:/m.test(text);
  if (isKubernetes) return "kubernetes";
  const first = text.split("\n").find((line) => /^\s*[^\s#]/.test(line)) ?? "";
  if (/^\s*[{[]/.test(first)) return "json";
  if (/^[A-Za-z_][A-Za-z0-9_]*<<\S+\s*$/.test(first)) return "github-actions";
  const named = byName.find(([pattern]) => pattern.test(fileName))?.[1];
  if (named) return named;
  if (/^---\s*$/.test(first) || /^["']?[A-Za-z_][A-Za-z0-9_.-]*["']?:(?:\s|$)/.test(first)) return "yaml";
  if (/^\s*(?:export|declare -x|typeset -x)\s/.test(first)) return isDotenvToo(text) ? "dotenv" : "shell";
  return "dotenv";
}

/** `export` may stand in both. Where the two readings differ, a text that a shell takes whole is the shell's. */
function isDotenvToo(text: string): boolean {
  return hasErrors(readShell(text)) && !hasErrors(parseDotenv(text));
}

function hasErrors({ problems }: { problems: readonly { level: string }[] }): boolean {
  return problems.some(({ level }) => level === "error");
}
