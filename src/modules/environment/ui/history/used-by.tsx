import { Rocket } from "lucide-react";
import Link from "next/link";
import { plural } from "@/ui/format";

/** A deployment that ran with a save. */
export interface UsedBy {
  id: string;
  name: string;
  platform: string;
  isCurrent: boolean;
  createdAt: string;
}

const platforms: Record<string, string> = {
  local: "this machine",
  vercel: "Vercel",
  railway: "Railway",
  render: "Render",
};

const shown = 3;

/** Links to the deployments that ran with a save; the live ones say so. */
export function UsedByDeployments({ deployments }: { deployments: readonly UsedBy[] }) {
  if (deployments.length === 0) return null;
  const ordered = deployments.toSorted((one, other) => Number(other.isCurrent) - Number(one.isCurrent));
  const left = ordered.length - shown;
  return (
    <p className="flex flex-wrap items-center gap-x-2 gap-y-0.5 text-xs text-muted">
      <Rocket aria-hidden className="size-3.5" />
      <span>Used by {ordered.length === 1 ? "deployment" : "deployments"}</span>
      {ordered.slice(0, shown).map(({ id, name, platform, isCurrent }) => (
        <Link key={id} href={`/deployments/${id}`} className="min-w-0 break-words text-foreground underline">
          {name} on {platforms[platform] ?? platform}
          {isCurrent ? " (live)" : null}
        </Link>
      ))}
      {left > 0 ? <span>and {plural(left, "more deployment")}</span> : null}
    </p>
  );
}
