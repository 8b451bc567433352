import { AppError } from "@/server/errors";
import { catalogVersion } from "../catalog/versions";
import { parseConfig } from "../config";
import type { ScaffoldConfig } from "../schema";

/** What berth.json says of a project: how it was made, and from which catalog. */
export interface ProjectRecord {
  catalogVersion: string;
  config: ScaffoldConfig;
}

/** Reads the text of a berth.json. Throws VALIDATION for a broken one, PRECONDITION for one of a newer catalog. */
export function readProjectRecord(text: string): ProjectRecord {
  const record = parseObject(text);
  const recorded = record.catalogVersion;
  if (typeof recorded !== "string" || !/^\d{4}-\d{2}-\d{2}/.test(recorded)) {
    throw invalid("does not say which version of the catalog made the project (catalogVersion, such as 2026-11-21)");
  }
  if (recorded > catalogVersion) {
    throw new AppError(
      "PRECONDITION",
      `berth.json comes from catalog ${recorded}, which is newer than the ${catalogVersion} of this Berth. Update Berth, then add.`,
    );
  }
  try {
    return { catalogVersion: recorded, config: parseConfig(record.config) };
  } catch (cause) {
    if (!AppError.is(cause)) throw cause;
    throw new AppError("VALIDATION", `The configuration in berth.json cannot be used. ${cause.message}`, {
      cause,
      details: cause.details,
    });
  }
}

function parseObject(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (cause) {
    throw invalid(`is malformed JSON (${cause instanceof Error ? cause.message : "unreadable"})`);
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  throw invalid("does not hold a JSON object");
}

function invalid(what: string): AppError {
  return new AppError("VALIDATION", `berth.json ${what}. Bring back the one that berth new wrote.`);
}
