import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";

export type Tone = "neutral" | "accent" | "info" | "success" | "warning" | "danger";

const text: Record<Tone, string> = {
  neutral: "text-muted",
  accent: "text-accent-text",
  info: "text-info",
  success: "text-success-text",
  warning: "text-warning-text",
  danger: "text-danger-text",
};

const edge: Record<Tone, string> = {
  neutral: "border-border",
  accent: "border-accent/35 bg-accent/8",
  info: "border-info/35 bg-info/8",
  success: "border-success/35 bg-success/8",
  warning: "border-warning/45 bg-warning/10",
  danger: "border-danger/35 bg-danger/8",
};

interface BadgeProps {
  tone?: Tone;
  icon?: LucideIcon;
  children: ReactNode;
  className?: string;
  title?: string;
}

/** A word in a frame. */
export function Badge({ tone = "neutral", icon: Icon, children, className, title }: BadgeProps) {
  return (
    <span
      title={title}
      className={cn(
        "inline-flex h-5.5 shrink-0 items-center gap-1 whitespace-nowrap rounded-md border px-1.5 text-xs",
        text[tone],
        edge[tone],
        className,
      )}
    >
      {Icon ? <Icon aria-hidden className="size-3.5" /> : null}
      {children}
    </span>
  );
}

interface StatusProps {
  tone: Tone;
  icon: LucideIcon;
  label: string;
  /** Turns the icon while the work goes on. */
  isLive?: boolean;
  className?: string;
}

/** A state as word, icon and colour, so that it is told apart without any one of them. */
export function Status({ tone, icon: Icon, label, isLive, className }: StatusProps) {
  return (
    <span
      className={cn("inline-flex items-center gap-1.5 whitespace-nowrap text-xs font-medium", text[tone], className)}
    >
      <Icon aria-hidden className={cn("size-4 shrink-0", isLive && "animate-spin")} />
      {label}
    </span>
  );
}

/** The text colour of a tone. */
export function toneText(tone: Tone): string {
  return text[tone];
}
