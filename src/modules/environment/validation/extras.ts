import { type TargetPlatform, type VariableCheck, VariableKey, VariableValue } from "../schema";
import { isNear, isOwnName, isPlatformOwned, isReservedName } from "./names";
import { ownerOf, platformNames } from "./platform-variables";
import { checkText, error, type Verdict } from "./value-checks";
import { isPublicKey, secretForm } from "./values";

const lowercase = "Names of variables are written in capitals, and on Windows the two are one.";

/** A variable that was given and that the project does not read. */
export function checkExtra(
  key: string,
  value: string,
  { platform, allowedNames = [] }: { platform: TargetPlatform; allowedNames?: readonly string[] | undefined },
  unset: readonly string[],
): VariableCheck {
  const line = { key, required: false, sensitive: true, description: "Not read by this project." };
  const named = VariableKey.safeParse(key);
  if (!named.success) return { ...line, ...error(named.error.issues[0]?.message ?? "This is not a variable name.") };
  if (isReservedName(key)) return { ...line, ...checkReserved(key, platform, allowedNames) };
  if (isPlatformOwned(key))
    return { ...line, status: "warning", message: `${platformOf(key, platform)} sets ${key} itself; leave it out.` };
  const text = value === "" ? undefined : checkText({ key, public: false, required: false, kind: "string" }, value);
  const mustNotPass = !VariableValue.safeParse(value).success || (isPublicKey(key) && secretForm(value) !== undefined);
  if (text && mustNotPass) return { ...line, ...text };
  const near = unset.find((known) => isNear(key, known));
  if (near) return { ...line, status: "warning", message: `Not read by this project. Did you mean ${near}?` };
  if (text) return { ...line, status: "warning", message: `Not read by this project. ${text.message}` };
  if (/^[a-z]/.test(key)) return { ...line, status: "warning", message: `Not read by this project. ${lowercase}` };
  return { ...line, status: "ok", message: "Not read by this project; passed on as it is." };
}

/** Of a name that changes how programs start: on this machine it takes an owner who allowed it. */
export function checkReserved(key: string, platform: TargetPlatform, allowedNames: readonly string[]): Verdict {
  const reason = `${key} changes how programs start rather than what the app reads`;
  if (platform !== "local")
    return { status: "warning", message: `${reason}. Pass it to ${platformNames[platform]} only when you are sure.` };
  if (isOwnName(key)) return error(`${tellOwnName(key)} Remove it.`);
  if (allowedNames.includes(key)) return { status: "ok", message: `${reason}. An owner allowed this value.` };
  return error(`${reason}, so it is refused on this machine until an owner allows it. Have it allowed, or remove it.`);
}

/** Why nobody can allow a name. */
export function tellOwnName(key: string): string {
  const name = key.toUpperCase();
  if (name === "ENCRYPTION_KEYS") return `${key} is the name of Berth's own keys, so no app on this machine gets it.`;
  if (name.startsWith("BERTH_"))
    return `Berth knows the processes of an app by names such as ${key}, so it is refused.`;
  return `Berth sets ${key} itself for every app on this machine, so it is refused.`;
}

function platformOf(key: string, platform: TargetPlatform): string {
  const owner = ownerOf(key);
  if (owner) return platformNames[owner];
  return platform === "local" ? "Berth" : platformNames[platform];
}
