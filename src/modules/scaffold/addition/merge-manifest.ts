import { AppError } from "@/server/errors";
import type { ConflictChoice } from "./conflict-choice";
import type { Merge } from "./merge-text";

type Json = unknown;
type JsonObject = Record<string, Json>;

/** What a lockfile is resolved from. */
const lockedFields = [
  ...["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"],
  ...["overrides", "pnpm", "workspaces"],
];

/**
 * JSON entry by entry: an entry of the project's own stays, a new one comes in beside it. JSON has no place for conflict
 * markers, so that `markers` keeps the project's value. Throws VALIDATION when the project's file is malformed.
 */
export function mergeJson(path: string, base: string, ours: string, theirs: string): Merge {
  const sides = [parseJson(path, base), parseJson(path, ours), parseJson(path, theirs)] as const;
  const places: string[] = [];
  mergeValue(...sides, "keep", [], places);
  const resolve = (choice: ConflictChoice): string => {
    const merged = mergeValue(...sides, choice === "theirs" ? "theirs" : "keep", [], []);
    return `${JSON.stringify(merged, null, indentOf(ours))}${ours.endsWith("\n") ? "\n" : ""}`;
  };
  return { places, resolve };
}

/** Whether two package.json ask for the same packages, so that one lockfile serves both. */
export function asksSamePackages(path: string, left: string, right: string): boolean {
  const [one, other] = [parseJson(path, left), parseJson(path, right)];
  return lockedFields.every((field) => isSame(entryOf(one, field), entryOf(other, field)));
}

function mergeValue(
  base: Json,
  ours: Json,
  theirs: Json,
  prefer: "keep" | "theirs",
  at: string[],
  places: string[],
): Json {
  if (isSame(ours, theirs) || isSame(base, theirs)) return ours;
  if (isSame(base, ours)) return theirs;
  if (!isObject(ours) || !isObject(theirs)) {
    places.push(at.join("."));
    return prefer === "keep" ? ours : theirs;
  }
  const names = Object.keys(ours);
  const added = Object.keys(theirs).filter((name) => !Object.hasOwn(ours, name));
  const all = [...names, ...added];
  const ordered = at.length > 0 && names.length > 1 && isSorted(names) ? all.sort() : all;
  const entries = ordered.flatMap((name): [string, Json][] => {
    const sides = [entryOf(base, name), entryOf(ours, name), entryOf(theirs, name)] as const;
    const value = mergeValue(...sides, prefer, [...at, name], places);
    return value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries(entries);
}

function parseJson(path: string, text: string): Json {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : "unreadable";
    throw new AppError("VALIDATION", `${path} is malformed JSON (${reason}). Correct it, then add.`, { cause });
  }
}

function isObject(value: Json): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function entryOf(value: Json, name: string): Json {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** The order of entries says nothing. */
function isSame(left: Json, right: Json): boolean {
  if (!isObject(left) || !isObject(right)) return JSON.stringify(left) === JSON.stringify(right);
  const names = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...names].every((name) => isSame(entryOf(left, name), entryOf(right, name)));
}

function isSorted(names: readonly string[]): boolean {
  return names.every((name, index) => index === 0 || (names[index - 1] ?? "") <= name);
}

function indentOf(text: string): string {
  return /^[ \t]+/m.exec(text)?.[0] ?? "  ";
}
