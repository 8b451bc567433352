/** Packages that are raised together: they are published together, or one is of no use without the other's release. */
export interface PackageGroup {
  name: string;
  packages: readonly string[];
  /** Those of them that must carry the same number. */
  same?: readonly string[];
}

const tailwind = ["tailwindcss", "@tailwindcss/postcss", "@tailwindcss/vite"];
const trpc = ["@trpc/client", "@trpc/server"];

const together: readonly PackageGroup[] = [
  {
    name: "Next.js and React",
    packages: ["next", "react", "react-dom", "@types/react", "@types/react-dom"],
    same: ["react", "react-dom"],
  },
  { name: "Astro", packages: ["astro", "@astrojs/check", "@astrojs/node", "@astrojs/react"] },
  { name: "Clerk", packages: ["@clerk/nextjs", "@clerk/backend", "@clerk/react", "@clerk/shared"] },
  { name: "Drizzle", packages: ["drizzle-orm", "drizzle-kit"] },
  { name: "Hono", packages: ["hono", "@hono/node-server", "@hono/vite-dev-server"] },
  { name: "Nodemailer", packages: ["nodemailer", "@types/nodemailer"] },
  { name: "Prisma", packages: ["prisma", "@prisma/client", "@prisma/adapter-pg", "pglite-prisma-adapter"] },
  { name: "Supabase", packages: ["@supabase/supabase-js", "@supabase/ssr"] },
  { name: "Tailwind CSS", packages: tailwind, same: tailwind },
  { name: "tRPC", packages: trpc, same: trpc },
  { name: "Vite", packages: ["vite", "@vitejs/plugin-react"] },
];

/** Packages whose major release follows something else, so that no update may propose another one. */
export const heldMajors: readonly string[] = ["@types/node"];

/** Every pinned package in exactly one group, alone where nothing ties it to another. */
export function groupsOf(pinned: readonly string[]): PackageGroup[] {
  const isAi = (name: string): boolean => name === "ai" || name.startsWith("@ai-sdk/");
  const known = [...together, { name: "AI SDK", packages: pinned.filter(isAi) }];
  const groups = known.map((group) => ({ ...group, packages: group.packages.filter((name) => pinned.includes(name)) }));
  const grouped = new Set(groups.flatMap(({ packages }) => packages));
  const alone = pinned.filter((name) => !grouped.has(name)).map((name) => ({ name, packages: [name] }));
  return [...groups.filter(({ packages }) => packages.length > 0), ...alone];
}

/** The groups that hold one of these packages. Throws for a package that is in none. */
export function groupsWith(groups: readonly PackageGroup[], names: readonly string[]): PackageGroup[] {
  const unknown = names.filter((name) => !groups.some(({ packages }) => packages.includes(name)));
  if (unknown.length > 0) throw new Error(`The catalog has no ${unknown.join(", ")}.`);
  return groups.filter(({ packages }) => names.some((name) => packages.includes(name)));
}
