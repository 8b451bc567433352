import { InvalidArgumentError } from "commander";
import { Platform } from "@/modules/deployment/schema";
import { ProjectName } from "@/modules/projects/schema";

/** Seconds a deployment may take, as an option reads them. */
export function parseTimeout(text: string): number {
  const seconds = Number(text);
  if (Number.isInteger(seconds) && seconds >= 10 && seconds <= 86_000) return seconds;
  throw new InvalidArgumentError("Give a number of seconds from 10 to 86000.");
}

/** The name of an app, refused before anything is sent. */
export function parseAppName(text: string): string {
  const name = ProjectName.safeParse(text);
  if (name.success) return name.data;
  throw new InvalidArgumentError(name.error.issues[0]?.message ?? "");
}

/** A finding of the secret scan, by its fingerprint; may be given several times. */
export function parseFingerprint(text: string, former: readonly string[] = []): string[] {
  if (/^[0-9a-f]{16}$/.test(text)) return [...former, text];
  throw new InvalidArgumentError("Give the 16 characters of a fingerprint, as the refusal or berth scan shows it.");
}

/** One platform, or several with commas between them. */
export function parsePlatforms(text: string): Platform[] {
  const names = text.split(",").map((name) => name.trim());
  const platforms = names.flatMap((name) => Platform.safeParse(name).data ?? []);
  if (platforms.length === names.length && new Set(names).size === names.length) return platforms;
  throw new InvalidArgumentError(`Name each once of: ${Platform.options.join(", ")}.`);
}

/** One platform. */
export function parsePlatform(text: string): Platform {
  const platform = Platform.safeParse(text);
  if (platform.success) return platform.data;
  throw new InvalidArgumentError(`Choose one of: ${Platform.options.join(", ")}.`);
}

/** An account by its name, for one platform or, without one, for whichever is deployed to; may be given several times. */
export function parseConnection(
  text: string,
  former: ReadonlyMap<Platform | "any", string>,
): Map<Platform | "any", string> {
  const [, platform, name] = /^(vercel|railway|render)=(.+)$/.exec(text) ?? [];
  const of = Platform.safeParse(platform).data ?? "any";
  return new Map([...former, [of, name ?? text]]);
}
