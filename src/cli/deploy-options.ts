import { InvalidArgumentError } from "commander";
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
