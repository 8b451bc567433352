import type { HomeVariant } from "../base/home";

/** The home page is a server component that looks at the health itself. */
export const homeVariant: HomeVariant = {
  path: "src/app/page.tsx",
  imports: `import Link from "next/link";
import { connection } from "next/server";
import { ButtonLink } from "@/components/button";
import { StatusLabel } from "@/components/status-label";
import { checkHealth, type Health } from "@/health";
`,
  opening: `export default async function HomePage() {
  // The page shows the state of this moment, so it is never rendered while building.
  await connection();
  const health = await checkHealth();`,
  isHealthLate: false,
  linkProps: `      prefetch={href.startsWith("/api/") ? false : undefined}\n`,
};
