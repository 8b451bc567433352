import { Bot, ChevronRight, Terminal, User } from "lucide-react";
import { RelativeTime } from "@/ui/time";
import type { AuditEntry } from "../schema";

const icons = { user: User, token: Terminal, system: Bot } as const;
const kinds = { user: "a person", token: "a token of", system: "Berth itself" } as const;

/** One entry; all of it opens below. */
export function AuditRow({ entry }: { entry: AuditEntry }) {
  const Icon = icons[entry.actorKind];
  const who = entry.actorName ?? entry.actorId ?? "Berth";
  return (
    <li>
      <details className="group">
        <summary className="grid cursor-pointer grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1 px-4 py-2.5 hover:bg-surface-secondary column:grid-cols-[12rem_minmax(0,1fr)_auto]">
          <span className="flex min-w-0 items-center gap-2 text-sm">
            <ChevronRight
              aria-hidden
              className="size-3.5 shrink-0 text-muted transition-transform duration-150 group-open:rotate-90 motion-reduce:transition-none"
            />
            <Icon aria-hidden className="size-4 shrink-0 text-muted" />
            <span className="truncate" title={who}>
              {who}
            </span>
          </span>
          <span className="order-last col-span-2 min-w-0 truncate text-sm column:order-none column:col-span-1">
            <code className="text-xs">{entry.action}</code>{" "}
            <span className="text-xs text-muted">{summaryOf(entry)}</span>
          </span>
          <RelativeTime at={entry.at} className="text-xs text-muted" />
        </summary>
        <dl className="grid grid-cols-[5.5rem_minmax(0,1fr)] gap-x-3 gap-y-1 bg-surface-secondary px-4 py-3 text-xs">
          <Fact label="When">{entry.at}</Fact>
          <Fact label="Who">
            {entry.actorKind === "system" ? kinds.system : `${kinds[entry.actorKind]} ${who} (${entry.actorId})`}
          </Fact>
          <Fact label="To">{[entry.targetKind, entry.targetName, entry.targetId].filter(Boolean).join(" ")}</Fact>
          <Fact label="From where">{[entry.ip ?? "this machine", entry.userAgent].filter(Boolean).join(", ")}</Fact>
          <Fact label="Request">{entry.requestId}</Fact>
          <Fact label="In the chain">
            {entry.chainSeq === null ? "in a moment" : `${entry.chainSeq}, ${entry.hash}`}
          </Fact>
          <dt className="text-muted">Details</dt>
          <dd className="min-w-0">
            <pre className="overflow-x-auto rounded-md bg-code p-2">{JSON.stringify(entry.details, null, 2)}</pre>
          </dd>
        </dl>
      </details>
    </li>
  );
}

function Fact({ label, children }: { label: string; children: string }) {
  return (
    <>
      <dt className="text-muted">{label}</dt>
      <dd className="min-w-0 break-all">{children}</dd>
    </>
  );
}

/** The names in the details, which tell most at a glance. */
function summaryOf({ details, targetKind, targetName }: AuditEntry): string {
  const words = ["name", "key", "keys", "environment", "platform", "projectName"].flatMap((field) => {
    const value = details[field];
    if (Array.isArray(value) && value.length > 0)
      return value.length > 3 ? [`${value.slice(0, 3).join(", ")} and more`] : [value.join(", ")];
    return typeof value === "string" ? [value] : [];
  });
  const said = [...new Set(targetName ? [targetName, ...words] : words)];
  return said.length > 0 ? said.join(", ") : targetKind;
}
