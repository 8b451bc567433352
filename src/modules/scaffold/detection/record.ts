import { AppError } from "@/server/errors";
import { catalogVersion } from "../catalog/versions";
import { parseConfig } from "../config";
import type { ScaffoldConfig } from "../schema";
import { isObject, parseObject } from "./manifest";
import type { ProjectFiles } from "./project-files";

/** The configuration in berth.json, which says how Berth made the project. One that cannot be used is noted and left. */
export async function readRecord(files: ProjectFiles): Promise<ScaffoldConfig | undefined> {
  const file = "berth.json";
  const text = await files.keptText(file);
  if (text === undefined) return undefined;
  const record = parseObject(text);
  if (!record) {
    files.note("warning", "berth.json is not a JSON object. The project is read as if it were not there.", file);
    return undefined;
  }
  const catalog = typeof record.catalogVersion === "string" ? record.catalogVersion : undefined;
  if (!isObject(record.config)) return undefined;
  try {
    return parseConfig(record.config);
  } catch (error) {
    if (!AppError.is(error)) throw error;
    const isNewer = catalog !== undefined && catalog > catalogVersion;
    const reason = isNewer
      ? `berth.json comes from a newer catalog (${catalog}; this Berth has ${catalogVersion}). Update Berth to use it.`
      : `The configuration in berth.json cannot be used. ${error.message}`;
    files.note("warning", `${reason} The project is read from its files instead.`, file);
    return undefined;
  }
}
