import type { FailedBuild } from "../rule";

/** What a builder wrote when it failed for one cause, as it looks there. */
export interface Sample extends Omit<FailedBuild, "tail"> {
  /** The rule that explains it. */
  rule: string;
  log: string;
  /** Other rules that are true of it too, and are not its cause. */
  also?: string[];
  /** Part of what people are told. */
  says: string;
  /** The line that has to be among the evidence. */
  shows?: string;
}
