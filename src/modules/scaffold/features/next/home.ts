import type { ScaffoldConfig } from "../../schema";
import type { HomeVariant } from "../base/home";
import { isTranslated } from "../i18n/texts";

/** The home page is a server component that looks at the health itself. */
export function homeVariant(config: ScaffoldConfig): HomeVariant {
  return {
    path: "src/app/page.tsx",
    imports: imports + (isTranslated(config) ? translationImports : ""),
    opening: opening + (isTranslated(config) ? "\n  const t = await currentTranslator();" : ""),
    isHealthLate: false,
    linkProps: `      prefetch={href.startsWith("/api/") ? false : undefined}\n`,
  };
}

const imports = `import Link from "next/link";
import { connection } from "next/server";
import { ButtonLink } from "@/components/button";
import { StatusLabel } from "@/components/status-label";
import { checkHealth, type Health } from "@/health";
`;

const translationImports = `import type { Translate } from "@/i18n/locale";
import type { MessageKey } from "@/i18n/messages";
import { currentTranslator } from "@/i18n/server";
`;

const opening = `export default async function HomePage() {
  // The page shows the state of this moment, so it is never rendered while building.
  await connection();
  const health = await checkHealth();`;
