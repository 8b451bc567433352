import { type TargetPlatform, type VariableCheck, VariableKey, VariableValue } from "../schema";
import { isNear, isPlatformOwned, isReservedName } from "./names";
import { ownerOf, platformNames } from "./platform-variables";
import { checkText, error, type Verdict } from "./value-checks";
import { isPublicKey, secretForm } from "./values";

const lowercase = "Names of variables are written in capitals, and on Windows the two are one.";

/** A variable that was given and that the project does not read. */
export function checkExtra(
  key: string,
  value: string,
  platform: TargetPlatform,
  unset: readonly string[],
): VariableCheck {
  const line = { key, required: false, sensitive: true, description: "Not read by this project." };
  const named = VariableKey.safeParse(key);
  if (!named.success) return { ...line, ...error(named.error.issues[0]?.message ?? "This is not a variable name.") };
  if (isReservedName(key)) return { ...line, ...checkReserved(key, platform) };
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

function checkReserved(key: string, platform: TargetPlatform): Verdict {
  const reason = `${key} changes how programs start rather than what the app reads`;
  if (platform === "local") return error(`${reason}, so it is refused on this machine. Remove it.`);
  return { status: "warning", message: `${reason}. Pass it to ${platformNames[platform]} only when you are sure.` };
}

function platformOf(key: string, platform: TargetPlatform): string {
  const owner = ownerOf(key);
  if (owner) return platformNames[owner];
  return platform === "local" ? "Berth" : platformNames[platform];
}
