import type { DeploymentError, Platform, RecoveryAction } from "../schema";

/** `migrate` is the step in which a platform runs migrations before the start. */
type Phase = "install" | "build" | "migrate" | "start";

/** Work that failed, as far as it is known. */
export interface FailedBuild {
  platform: Platform;
  /** `build` covers the install where the platform does not tell them apart. */
  phase: Phase;
  /** The last output, oldest first: `deployment.tail()`. */
  tail: readonly string[];
  exit?: { code: number | null; signal?: string | null };
  /** What the platform itself says of the failure, its code and sentence as they are: "oomKilled", "BUILD_UTILS_SPAWN_1: Command exited with 1". */
  reason?: string;
  /** The folder it ran in: what the output names by its whole path is told by the path in the project. */
  folder?: string;
}

/** What a rule found: the line, and what its pattern caught there. */
export interface Found extends Omit<FailedBuild, "tail"> {
  lines: readonly string[];
  /** Index of the line that shows the cause; -1 where only the platform's reason or the exit does. */
  at: number;
  groups: readonly string[];
  /** How many lines from `at` on show it; a few around it unless told. */
  length?: number;
}

export interface Cause {
  message: string;
  suggestions: string[];
  recovery: RecoveryAction[];
  /** BUILD_FAILED, or START_FAILED at the start, unless told. */
  type?: DeploymentError["type"];
  isTemporary?: boolean;
  file?: string;
  line?: number;
  column?: number;
}

/** One cause that output can show. The first line that matches counts, since what follows is mostly its consequence. */
export interface Rule {
  id: string;
  /** Where it may be the cause; anywhere unless told. */
  phases?: readonly Phase[];
  lines?: readonly RegExp[];
  /** Also found by the platform's own word. */
  reason?: RegExp;
  /** Also found by the code or the signal the work ended with. */
  ends?: readonly (number | string)[];
  /** A search of its own instead of `lines`. */
  find?(lines: readonly string[], failed: FailedBuild): Pick<Found, "at" | "groups" | "length"> | undefined;
  tell(found: Found): Cause;
}

export const isLocal = ({ platform }: { platform: Platform }) => platform === "local";

/** Text of people's length that ends as a sentence. */
export function sentence(text: string): string {
  const short = text.length > 300 ? `${text.slice(0, 297)}...` : text;
  return /[.!?]$/.test(short) ? short : `${short}.`;
}
