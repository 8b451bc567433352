"use client";
import { ChevronRight } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Skeleton } from "@/ui/skeleton";
import type { BuildSettingsProps } from "./build-settings-fields";

const Fields = dynamic(() => import("./build-settings-fields").then((part) => part.BuildSettingsFields), {
  ssr: false,
  loading: () => <Skeleton className="h-32 w-full" />,
});

/** Build settings, which few projects need, behind one line. */
export function BuildSettingsDisclosure(props: BuildSettingsProps) {
  const [isOpen, setOpen] = useState(Object.keys(props.initial).length > 0);
  return (
    <details
      className="group mt-4 rounded-lg border border-border bg-surface"
      open={isOpen}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary className="flex min-h-11 cursor-pointer items-center gap-2 px-4 text-sm font-medium">
        <ChevronRight aria-hidden className="size-4 text-muted transition-transform group-open:rotate-90" />
        Build settings
        <span className="text-xs font-normal text-muted">Root folder, install, build and start command</span>
      </summary>
      {isOpen ? (
        <div className="border-t border-separator p-4">
          <Fields {...props} />
        </div>
      ) : null}
    </details>
  );
}
