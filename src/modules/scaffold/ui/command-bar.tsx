"use client";
import { ArrowLeft, ArrowRight, Download } from "lucide-react";
import type { ReactNode } from "react";
import { Button, ButtonAnchor } from "@/ui/button";
import { CommandLine } from "@/ui/command-line";
import { ShareButton } from "./share-button";

interface CommandBarProps {
  command: string;
  zipHref: string;
  /** The choices as the wizard's address names them, to be shared. */
  choices: URLSearchParams;
  previous: { label: string; onPress(): void } | undefined;
  next: { label: string; onPress(): void } | undefined;
  /** The button of the last step, or a way straight to it. */
  children?: ReactNode;
}

/** The command that does the same, always at the bottom, with the ZIP and the way on. */
export function CommandBar({ command, zipHref, choices, previous, next, children }: CommandBarProps) {
  return (
    <div className="sticky bottom-0 z-20 flex flex-col gap-2 border-t border-separator bg-background px-4 py-2.5 bar:flex-row bar:items-center bar:gap-3">
      <div className="flex min-w-0 flex-1 items-center gap-2">
        <div className="min-w-0 flex-1">
          <CommandLine command={command} label="The same on the command line" />
        </div>
        <ShareButton choices={choices} command={command} />
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
            <span>
              Next<span className="sr-only column:not-sr-only">: {next.label}</span>
            </span>
            <ArrowRight aria-hidden />
          </Button>
        ) : null}
      </div>
    </div>
  );
}
