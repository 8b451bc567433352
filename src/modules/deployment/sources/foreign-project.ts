import { z } from "zod";
import { ReadVariable } from "@/modules/environment/pure";
import { detectProject } from "@/modules/scaffold";
import { appVariables } from "@/modules/scaffold/pure";
import { AppError } from "@/server/errors";
import type { ReleaseFile } from "../local/files";
import type { DeploySettings } from "../schema";

/** What a deployment of a project that Berth did not make goes by; kept on its row in place of a configuration. */
export const ForeignProject = z.object({
  framework: z.string(),
  database: z.string(),
  auth: z.string(),
  detected: z.object({
    commands: z.object({ build: z.string().optional(), start: z.string().optional() }),
    variables: z.array(ReadVariable),
  }),
});
export type ForeignProject = z.infer<typeof ForeignProject>;

/** What the files of a project say about how to run it and what it reads. Throws VALIDATION when nothing says how to start it. */
export async function inspectProject(
  files: readonly ReleaseFile[],
  { startCommand }: DeploySettings = {},
): Promise<ForeignProject> {
  const project = await detectProject({
    files: files.map(({ path, content }) => {
      const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
      return { path, size: bytes.byteLength, read: () => bytes };
    }),
  });
  const { framework, database, auth, commands, variables } = project;
  const canStart = (startCommand ?? commands.start) !== undefined;
  if (!canStart || !files.some(({ path }) => path === "package.json")) throw noStart();
  return ForeignProject.parse({
    framework,
    database,
    auth,
    detected: { commands, variables: appVariables(variables) },
  });
}

function noStart(): AppError {
  return new AppError(
    "VALIDATION",
    "Nothing in the folder says how to start it: it needs a package.json with a start script, or a framework Berth knows. Add a start script that serves on the port in the variable PORT.",
  );
}

/** The files with the scripts that were found for them where package.json has none. */
export function withScripts(files: readonly ReleaseFile[], stored: unknown, root = ""): readonly ReleaseFile[] {
  const parsed = ForeignProject.safeParse(stored);
  if (!parsed.success) return files;
  const { commands } = parsed.data.detected;
  return files.map((file) =>
    file.path === (root === "" ? "package.json" : `${root}/package.json`)
      ? { ...file, content: addScripts(file.content, commands) }
      : file,
  );
}

type Commands = ForeignProject["detected"]["commands"];

function addScripts(content: ReleaseFile["content"], commands: Commands): ReleaseFile["content"] {
  try {
    const manifest: unknown = JSON.parse(typeof content === "string" ? content : new TextDecoder().decode(content));
    if (typeof manifest !== "object" || manifest === null || Array.isArray(manifest)) return content;
    const scripts = "scripts" in manifest && typeof manifest.scripts === "object" ? manifest.scripts : {};
    const all = { ...commands, ...scripts };
    return Object.keys(all).length === Object.keys(scripts ?? {}).length
      ? content
      : `${JSON.stringify({ ...manifest, scripts: all }, undefined, 2)}\n`;
  } catch {
    // The build says what is wrong with it.
    return content;
  }
}
