import type { Deviation } from "./spec-check";

/** Where a contract differs from the official description on purpose. */
export const deviations: Record<string, Deviation[]> = {
  vercel: [
    {
      finding: /: answer (4\d\d|500) has no JSON body in the description/,
      reason: "Refusals are described without a body; every one has the shape {error: {code, message}}.",
    },
    {
      finding: /: answer (40[149]|413|429|500) is not in the description/,
      reason: "Any operation may be refused for its token, its name, its size, its rate or a fault of the server.",
    },
    {
      finding: /^verifyProjectDomain: answer 200 verification is not/,
      reason: "All answers about a domain share one shape, and the field is optional in it.",
    },
  ],
  render: [
    {
      finding: /: answer (40[01249]|429|500|503) is not in the description/,
      reason: "The refusals of the platform are described once for all operations, and declared for some only.",
    },
    {
      finding: /^list-events: answer 200 \[\]\.cursor is not/,
      reason: "Render's own file of 2025-09 has it; the one rebuilt from its generated types lost it.",
    },
  ],
  github: [
    {
      finding: /: answer (40[1349]|422) is not in the description/,
      reason: "Any operation may be refused so; GitHub documents that once for all and declares it for some only.",
    },
  ],
  "supabase-storage": [
    {
      finding: /: answer 200 is not in the description/,
      reason: "The description leaves out answers that are bytes, and the answer of list-v2.",
    },
  ],
};

/** Where an answer of a stand-in differs from the official description on purpose. */
export const answerDeviations: Record<string, Deviation[]> = {
  vercel: [
    {
      finding: /\/nodeVersion must be equal to one of the allowed values/,
      reason: "The description is of 2025-10; Node 24 came later.",
    },
  ],
};
