import type { ScaffoldConfig } from "../../schema";

export const mongoGuidance = [
  "Reach the database through `src/db/client.ts` inside a function, never at import: a build has no database.",
];

/** How the address is set and tried, for the README. */
export function addressReadme({ name }: ScaffoldConfig): string {
  return `\`MONGODB_URI\` is the address of a server or an Atlas cluster; where it names no database, \`${name}\` is used. One on your own machine, with Docker:

\`\`\`sh
docker run --rm -p 27017:27017 mongo:8   # MONGODB_URI=mongodb://localhost:27017/${name}
\`\`\``;
}
