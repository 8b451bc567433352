import superjson from "superjson";
import { AppError } from "./errors";

/** How procedures' inputs and outputs travel: as superjson, which would silently drop a `__proto__` key. */
export const transformer = {
  // superjson notes where each object stands, which for thousands of rows takes longer than to read them.
  serialize(value: unknown): ReturnType<typeof superjson.serialize> {
    return isPlainJson(value) ? { json: value } : superjson.serialize(value);
  },
  deserialize(value: Parameters<typeof superjson.deserialize>[0]): unknown {
    refuseProtoKeys(value);
    return superjson.deserialize(value, { inPlace: true });
  },
};

type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };

const unsafeNames = new Set(["__proto__", "constructor", "prototype"]);

/** True when JSON says all there is to say: no date, no undefined, nothing with a class. */
function isPlainJson(value: unknown): value is JsonValue {
  if (typeof value === "string" || typeof value === "boolean" || value === null) return true;
  if (typeof value === "number") return Number.isFinite(value) && !Object.is(value, -0);
  if (typeof value !== "object") return false;
  if (Array.isArray(value)) return value.every(isPlainJson);
  if (Object.getPrototypeOf(value) !== Object.prototype) return false;
  const entries = value as Record<string, unknown>;
  return Object.keys(entries).every((key) => !unsafeNames.has(key) && isPlainJson(entries[key]));
}

function refuseProtoKeys(value: unknown): void {
  const open: unknown[] = [value];
  while (open.length > 0) {
    const at = open.pop();
    if (typeof at !== "object" || at === null) continue;
    if (Object.hasOwn(at, "__proto__")) throw new AppError("VALIDATION", "__proto__: this key is not allowed.");
    for (const part of Object.values(at)) open.push(part);
  }
}
