import { CircleCheck, Columns2, CornerDownRight, Pencil, Trash2 } from "lucide-react";
import Link from "next/link";
import { Badge } from "@/ui/badge";
import { Button, ButtonLink } from "@/ui/button";
import { plural } from "@/ui/format";
import { RelativeTime } from "@/ui/time";
import type { ConfigurationSummary } from "../../configurations/schema";
import { addressOf, type EnvironmentPlace } from "../place";
import type { Asked } from "./configuration-model";

interface ConfigurationRowProps {
  place: EnvironmentPlace;
  configuration: ConfigurationSummary;
  onAsk(asked: Asked): void;
}

/** One configuration with what can be done with it. */
export function ConfigurationRow({ place, configuration, onAsk }: ConfigurationRowProps) {
  const { name, description, baseEnvironment, isActive, count, createdAt } = configuration;
  const there = { ...place, configuration: isActive ? undefined : name };
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
      <div className="min-w-0 flex-1 basis-64 space-y-0.5">
        <div className="flex flex-wrap items-center gap-2">
          <Link href={addressOf(there, "variables")} className="min-w-0 break-all text-sm font-medium hover:underline">
            {name}
          </Link>
          {isActive ? (
            <Badge icon={CircleCheck} tone="success">
              Active
            </Badge>
          ) : null}
        </div>
        {description ? <p className="break-words text-sm text-muted">{description}</p> : null}
        <p className="flex flex-wrap gap-x-3 text-xs text-muted">
          <span className="tabular-nums">{plural(count, "variable")}</span>
          {baseEnvironment === null ? null : (
            <span className="inline-flex items-center gap-1">
              <CornerDownRight aria-hidden className="size-3.5" />
              inherits from {baseEnvironment}
            </span>
          )}
          <span>
            made <RelativeTime at={createdAt} />
          </span>
        </p>
      </div>
      <div className="flex flex-wrap items-center gap-1">
        <ButtonLink size="sm" href={addressOf(there, "variables")} aria-label={`Open ${name} in the table`}>
          Open
        </ButtonLink>
        {isActive ? null : (
          <>
            <Button
              size="sm"
              aria-label={`Activate ${name}`}
              onPress={() => onAsk({ dialog: "activate", configuration })}
            >
              Activate
            </Button>
            <ButtonLink
              size="sm"
              variant="ghost"
              className="w-8 px-0 pointer-coarse:w-11"
              href={addressOf(there, "compare", { with: place.environment })}
              aria-label={`Compare ${name} with the active configuration`}
              title="Compare with the active configuration"
            >
              <Columns2 aria-hidden className="size-4" />
            </ButtonLink>
          </>
        )}
        <Button
          size="sm"
          variant="ghost"
          isIconOnly
          aria-label={`Edit ${name}`}
          onPress={() => onAsk({ dialog: "edit", configuration })}
        >
          <Pencil aria-hidden />
        </Button>
        {isActive ? null : (
          <Button
            size="sm"
            variant="ghost"
            isIconOnly
            aria-label={`Delete ${name}`}
            onPress={() => onAsk({ dialog: "delete", configuration })}
          >
            <Trash2 aria-hidden />
          </Button>
        )}
      </div>
    </li>
  );
}
