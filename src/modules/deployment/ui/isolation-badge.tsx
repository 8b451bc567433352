import { ShieldAlert, ShieldCheck } from "lucide-react";
import { Badge } from "@/ui/badge";

const texts = {
  bubblewrap: "Builds and runs in a bubblewrap sandbox: it sees its own folder and nothing else of this machine.",
  process:
    "Runs as an ordinary process with limits. It can read what its user can read. Install bubblewrap to keep apps apart.",
} as const;

type Isolation = keyof typeof texts;

/** How far an app is kept apart from the machine it runs on. */
export function IsolationBadge({ isolation }: { isolation: Isolation }) {
  const isApart = isolation === "bubblewrap";
  return (
    <Badge
      tone={isApart ? "success" : "warning"}
      icon={isApart ? ShieldCheck : ShieldAlert}
      title={isolationText(isolation)}
    >
      {isApart ? "Sandboxed" : "Not isolated"}
    </Badge>
  );
}

/** The badge's word as a sentence. */
export function isolationText(isolation: Isolation): string {
  return texts[isolation];
}
