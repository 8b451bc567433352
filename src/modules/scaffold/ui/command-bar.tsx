"use client";
import { ArrowLeft, ArrowRight, Download } from "lucide-react";
import type { ReactNode } from "react";
import { Button, ButtonAnchor } from "@/ui/button";
import { CopyButton } from "@/ui/copy-button";

interface CommandBarProps {
  command: string;
  zipHref: string;
  previous: { label: string; onPress(): void } | undefined;
  next: { label: string; onPress(): void } | undefined;
  /** The button of the last step, or a way straight to it. */
  children?: ReactNode;
}

/** The command that does the same, always at the bottom, with the ZIP and the way on. */
export function CommandBar({ command, zipHref, previous, next, children }: CommandBarProps) {
  return (
    <div className="sticky bottom-0 z-20 flex flex-col gap-2 border-t border-separator bg-background px-4 py-2.5 bar:flex-row bar:items-center bar:gap-3">
      <div className="flex min-w-0 flex-1 items-center rounded-lg border border-border bg-code pr-0.5 pl-3">
        <section
          aria-label="The same on the command line"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by the keyboard
          tabIndex={0}
          className="min-w-0 flex-1 overflow-x-auto py-1.5 font-mono text-xs whitespace-nowrap [scrollbar-width:none]"
        >
          <span aria-hidden className="mr-2 text-faint select-none">
            $
          </span>
          {command}
        </section>
        <CopyButton text={command} what="command" />
      </div>
      <div className="flex items-center justify-end gap-2">
        <ButtonAnchor href={zipHref} download className="mr-auto bar:mr-0">
          <Download aria-hidden />
          ZIP
        </ButtonAnchor>
        {previous ? (
          <Button isIconOnly aria-label={`Back to ${previous.label}`} onPress={previous.onPress}>
            <ArrowLeft aria-hidden />
          </Button>
        ) : null}
        {children}
        {next ? (
          <Button variant={children ? "outline" : "primary"} onPress={next.onPress}>
            {next.label}
            <ArrowRight aria-hidden />
          </Button>
        ) : null}
      </div>
    </div>
  );
}
