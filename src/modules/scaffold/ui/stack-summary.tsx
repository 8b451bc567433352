"use client";
import { cn } from "@/ui/cn";
import type { CatalogGroup } from "../options";
import type { ScaffoldConfig } from "../schema";
import { groupId } from "./option-group";
import { OptionIcon } from "./option-icon";

interface StackSummaryProps {
  config: ScaffoldConfig;
  groups: readonly CatalogGroup[];
}

/** What is chosen, always in sight; each part goes to its choices. */
export function StackSummary({ config, groups }: StackSummaryProps) {
  return (
    <nav
      aria-label="Your stack"
      className="sticky top-[calc(var(--header-height)+1px)] z-10 -mx-4 border-b border-separator bg-background px-4 py-2 column:-mx-6 column:px-6 bar:-top-5"
    >
      <ul className="relative flex gap-1.5 overflow-x-auto p-0.5 [scrollbar-width:none] column:flex-wrap">
        {groups.map((group) => {
          const { text, icon, isSet } = chosenIn(group, config);
          return (
            <li key={group.field} className="shrink-0">
              <button
                type="button"
                onClick={() => goTo(group.field)}
                className={cn(
                  "flex h-6.5 cursor-pointer items-center gap-1.5 rounded-md border px-2 text-xs whitespace-nowrap pointer-coarse:h-11",
                  isSet
                    ? "border-accent/40 bg-accent/6 hover:border-accent"
                    : "border-border text-muted hover:border-field-border hover:text-foreground",
                )}
              >
                <OptionIcon name={icon} className={cn("size-3.5", isSet ? "text-accent-text" : "text-faint")} />
                <span className="sr-only">{group.label}: </span>
                {text}
              </button>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

function chosenIn(group: CatalogGroup, config: ScaffoldConfig): { text: string; icon: string; isSet: boolean } {
  const values = [config[group.field]].flat().filter((value) => value !== "none");
  const chosen = group.options.filter(({ value }) => values.some((set) => set === value));
  const [first] = chosen;
  if (!first) return { text: `No ${inSentence(group.label)}`, icon: group.icon, isSet: false };
  if (chosen.length === 1) return { text: first.label, icon: first.icon, isSet: true };
  return { text: `${chosen.length} ${inSentence(group.label)}`, icon: group.icon, isSet: true };
}

function inSentence(label: string): string {
  return label === label.toUpperCase() ? label : label.toLowerCase();
}

/** Shows a group and moves the focus to what is chosen in it. */
function goTo(field: string): void {
  const group = document.getElementById(groupId(field));
  group?.scrollIntoView({ block: "start" });
  const target =
    group?.querySelector<HTMLElement>("input:checked:enabled") ?? group?.querySelector("input:enabled, button");
  if (target instanceof HTMLElement) target.focus({ preventScroll: true });
}
