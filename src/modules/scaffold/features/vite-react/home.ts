import type { Slots, TemplateFile } from "../../engine/feature";
import { importLines } from "../../engine/imports";
import type { ScaffoldConfig } from "../../schema";
import { homePage, statusLabelFile } from "../base/home";
import { isTranslated } from "../i18n/texts";

/** The home page, which asks the server for its health, and the question itself. */
export function renderHome(config: ScaffoldConfig, slots: Slots): TemplateFile[] {
  const variant = { path: "src/pages/home.tsx", imports: imports(config), opening, isHealthLate: true };
  return [
    homePage(config, slots, variant),
    statusLabelFile(variant),
    { path: "src/health-report.ts", content: healthReport },
  ];
}

function imports(config: ScaffoldConfig): string {
  return importLines([
    { name: "useEffect", from: "react" },
    { name: "useState", from: "react" },
    { name: "ButtonLink", from: "@/components/button" },
    { name: "Link", from: "@/components/link" },
    { name: "StatusLabel", from: "@/components/status-label" },
    { name: "type Health", from: "@/health" },
    { name: "fetchHealth", from: "@/health-report" },
    { name: "unreachable", from: "@/health-report" },
    ...(isTranslated(config)
      ? [
          { name: "t", from: "@/i18n/browser" },
          { name: "type Translate", from: "@/i18n/locale" },
          { name: "type MessageKey", from: "@/i18n/messages" },
        ]
      : []),
    { name: "useTitle", from: "@/use-title" },
  ]);
}

const opening = `export function Home() {
  const [health, setHealth] = useState<Health>();
  useTitle();
  useEffect(() => {
    fetchHealth().then(setHealth, () => setHealth(unreachable));
  }, []);`;

const healthReport = `import { ApiError } from "@/api";
import type { Health } from "@/health";

/** What is said where no report can be had. */
export const unreachable: Health = {
  status: "error",
  missing: [],
  featuresOff: [],
  checks: [{ label: "The server", status: "failed" }],
};

/** The report of the server. It comes with 503 as well: then it says what is wrong. */
export async function fetchHealth(): Promise<Health> {
  const response = await fetch("/api/health").catch(() => undefined);
  if (response?.headers.get("content-type")?.startsWith("application/json") !== true)
    throw new ApiError("The server does not answer. Check the connection and try again.", response?.status ?? 0);
  return response.json();
}
`;
