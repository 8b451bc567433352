import type { ReactNode } from "react";
import { Mark } from "@/ui/mark";

interface AuthCardProps {
  title: string;
  lead?: ReactNode;
  children: ReactNode;
  /** A quiet line under the card. */
  footer?: ReactNode;
}

/** The frame of every page outside the app: mark, heading, one card, an optional line below. */
export function AuthCard({ title, lead, children, footer }: AuthCardProps) {
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center px-4 py-10">
      <div className="w-full max-w-[26rem]">
        <div className="mb-6 flex items-center gap-2.5">
          <Mark className="size-8" />
          <span className="text-base font-semibold tracking-tight">Berth</span>
        </div>
        <div className="rounded-lg border border-border bg-surface">
          <div className="space-y-1 px-6 pt-6">
            <h1 className="text-lg font-semibold tracking-tight text-balance">{title}</h1>
            {lead ? <p className="text-pretty text-muted">{lead}</p> : null}
          </div>
          <div className="space-y-5 px-6 pt-5 pb-6">{children}</div>
        </div>
        {footer ? <p className="mt-4 px-6 text-xs text-pretty text-muted">{footer}</p> : null}
      </div>
    </main>
  );
}
