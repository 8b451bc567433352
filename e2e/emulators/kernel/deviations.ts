import type { Deviation } from "./spec-check";

const anywhere = (statuses: number[], reason: string): Deviation[] =>
  statuses.map((status) => ({ finding: `*: answer ${status} is not in the description`, reason }));

/** Where a contract differs from the official description on purpose. */
export const deviations: Record<string, Deviation[]> = {
  "supabase-storage": anywhere([200], "The description leaves out answers that are bytes, and the answer of list-v2."),
  github: anywhere(
    [401, 403, 404, 409, 422],
    "Every operation may be refused so. GitHub documents the shape once for all and declares it for some operations only.",
  ),
};
