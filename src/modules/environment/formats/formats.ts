import { readDocker, refuseDocker, writeDocker } from "./docker";
import { formatDotenv, parseDotenv } from "./dotenv";
import { maxTextLength, type ParsedText, type Refusal } from "./entries";
import { readGithubActions, refuseGithubActions, writeGithubActions } from "./github-actions";
import { readJson, writeJson } from "./json";
import { readShell, writeShell } from "./shell";

/** Ids of the formats values are read from and written to. */
export const formatIds = ["dotenv", "json", "yaml", "shell", "docker", "kubernetes", "github-actions"] as const;
export type FormatId = (typeof formatIds)[number];

/** How each format is called, what its file is usually named, and what it is for. */
export const formatNames: Readonly<Record<FormatId, { label: string; fileName: string; use: string }>> = {
  dotenv: { label: ".env", fileName: ".env", use: "most tools, and gh secret set --env-file" },
  json: { label: "JSON", fileName: "environment.json", use: "programs" },
  yaml: { label: "YAML", fileName: "environment.yaml", use: "configuration files" },
  shell: { label: "Shell", fileName: "environment.sh", use: "source in a shell" },
  docker: { label: "Docker env-file", fileName: "docker.env", use: "docker run --env-file" },
  kubernetes: { label: "Kubernetes Secret", fileName: "secret.yaml", use: "kubectl apply -f" },
  "github-actions": { label: "GitHub Actions", fileName: "github.env", use: "cat github.env >> $GITHUB_ENV in a step" },
};

/** Text, or the reason why there is none: nothing is left out silently. */
export type WrittenText = { ok: true; text: string } | { ok: false; refusals: Refusal[] };

/** Reads a text of a known format; expands, follows and runs nothing. The YAML parser loads on first use. */
export async function readFormat(input: string, format: FormatId): Promise<ParsedText> {
  if (input.length > maxTextLength) return tooLarge;
  const text = input.replace(/^\uFEFF/, "");
  if (format === "dotenv") return parseDotenv(text);
  if (format === "json") return readJson(text);
  if (format === "shell") return readShell(text);
  if (format === "docker") return readDocker(text);
  if (format === "github-actions") return readGithubActions(text);
  if (format === "yaml") return (await import("./yaml")).readYaml(text);
  return (await import("./kubernetes")).readKubernetes(text);
}

/** Writes values so that readFormat reads the same ones; `name` is that of the Kubernetes resource. */
export async function writeFormat(
  entries: readonly { key: string; value: string }[],
  format: FormatId,
  { name = "environment" }: { name?: string } = {},
): Promise<WrittenText> {
  const refusals = await refusalsOf(entries, format);
  if (refusals.length > 0) return { ok: false, refusals };
  return { ok: true, text: await writeText(entries, format, name) };
}

async function writeText(entries: readonly { key: string; value: string }[], format: FormatId, name: string) {
  if (format === "dotenv") return formatDotenv(entries);
  if (format === "json") return writeJson(entries);
  if (format === "shell") return writeShell(entries);
  if (format === "docker") return writeDocker(entries);
  if (format === "github-actions") return writeGithubActions(entries);
  if (format === "yaml") return (await import("./yaml")).writeYaml(entries);
  const kubernetes = await import("./kubernetes");
  return kubernetes.writeKubernetes(entries, kubernetes.resourceName(name));
}

async function refusalsOf(entries: readonly { key: string; value: string }[], format: FormatId): Promise<Refusal[]> {
  const isRefusal = (refusal: Refusal | undefined) => refusal !== undefined;
  if (format === "docker") return entries.map(refuseDocker).filter(isRefusal);
  if (format === "github-actions") return entries.map(refuseGithubActions).filter(isRefusal);
  if (format === "kubernetes") return (await import("./kubernetes")).refuseKubernetes(entries);
  return [];
}

const tooLarge: ParsedText = {
  entries: [],
  problems: [
    { line: 1, column: 1, level: "error", message: "The text is over 1 MiB; an environment holds a few kilobytes." },
  ],
};
