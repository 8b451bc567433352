import { z } from "zod";
import type { railway } from "@/modules/connections";
import type { ReleaseFile } from "../../local/files";
import type { DeploySettings } from "../../schema";

const healthPath = "/api/health";
const healthSeconds = 300;
const Manifest = z.object({ scripts: z.record(z.string(), z.string()).default({}) });

/** How Railway builds and runs the app: what the person overrides, else what the files say, else what Railway finds. */
export function settingsOf(files: readonly ReleaseFile[], settings: DeploySettings): railway.ServiceSettings {
  const root = settings.rootDirectory?.replace(/^\.?\/+|\/+$/g, "") ?? "";
  const inRoot = new Map(
    files.flatMap((file) => {
      const prefix = root === "" ? "" : `${root}/`;
      return file.path.startsWith(prefix) ? [[file.path.slice(prefix.length), file] as const] : [];
    }),
  );
  const isGenerated = inRoot.has("berth.json");
  return {
    rootDirectory: root === "" ? null : `/${root}`,
    buildCommand: settings.buildCommand ?? null,
    startCommand: settings.startCommand ?? null,
    healthcheckPath: isGenerated ? healthPath : null,
    ...(isGenerated ? { healthcheckTimeout: healthSeconds } : {}),
    preDeployCommand: migrationOf(inRoot),
  };
}

/** Migrations run once per deployment, before the new version starts; when they fail the old one stays. */
function migrationOf(files: ReadonlyMap<string, ReleaseFile>): string[] {
  const { scripts } = readManifest(files.get("package.json"));
  if (!("db:migrate" in scripts)) return [];
  const manager = files.has("pnpm-lock.yaml") ? "pnpm" : files.has("yarn.lock") ? "yarn" : "npm";
  return [`${manager} run db:migrate`];
}

function readManifest(file: ReleaseFile | undefined): z.infer<typeof Manifest> {
  try {
    const text = typeof file?.content === "string" ? file.content : new TextDecoder().decode(file?.content);
    return Manifest.parse(JSON.parse(text));
  } catch {
    // The build says what is wrong with it.
    return { scripts: {} };
  }
}

/** What an app on Railway is given beside its own variables. */
export function withRuntime(values: Record<string, string>, settings: DeploySettings): Record<string, string> {
  const install = settings.installCommand;
  return {
    // Railway reaches the app from outside of its container; the port it gives itself, in PORT.
    HOST: "0.0.0.0",
    ...values,
    ...(install === undefined ? {} : { RAILPACK_INSTALL_CMD: install, NIXPACKS_INSTALL_CMD: install }),
  };
}
