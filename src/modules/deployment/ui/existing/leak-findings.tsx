import { ShieldAlert, TriangleAlert } from "lucide-react";
import type { Finding } from "@/server/leaks/finding";
import { Badge } from "@/ui/badge";
import { Section } from "@/ui/card";
import { plural } from "@/ui/format";

const most = 20;

/** Secrets that stand in the files of a project, and what follows from them where it is deployed. */
export function LeakFindings({ findings }: { findings: readonly Finding[] }) {
  if (findings.length === 0) return null;
  const stopping = findings.filter(({ isBlocking }) => isBlocking);
  const title =
    stopping.length > 0
      ? `${plural(stopping.length, "secret")} in its files`
      : `${plural(findings.length, "place")} that may hold a secret`;
  const description =
    stopping.length > 0
      ? "A hosting platform or GitHub gets these files only when they are taken out, or when an owner allows them. On this machine they only warn."
      : "These stop nothing, but look at them before the files leave this machine.";
  return (
    <Section id="leak-findings" title={title} description={description}>
      <ul className="divide-y divide-separator">
        {[...stopping, ...findings.filter(({ isBlocking }) => !isBlocking)].slice(0, most).map((finding) => (
          <FindingEntry key={finding.fingerprint} finding={finding} />
        ))}
      </ul>
      {findings.length > most ? (
        <p className="border-t border-separator px-4 py-2.5 text-xs text-muted">
          and {plural(findings.length - most, "more place")}
        </p>
      ) : null}
    </Section>
  );
}

function FindingEntry({ finding: { name, file, line, excerpt, remedy, isBlocking } }: { finding: Finding }) {
  return (
    <li className="px-4 py-2.5">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <code className="text-xs font-medium break-all">
          {file}:{line}
        </code>
        <Badge tone={isBlocking ? "danger" : "warning"} icon={isBlocking ? ShieldAlert : TriangleAlert}>
          {isBlocking ? "Stops a deployment" : "Worth a look"}
        </Badge>
        <span className="text-xs text-muted">
          {name}, <code className="break-all">{excerpt}</code>
        </span>
      </p>
      <p className="mt-1 text-xs break-words text-muted">{remedy}</p>
    </li>
  );
}
