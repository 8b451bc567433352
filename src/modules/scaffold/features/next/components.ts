import type { ComponentName, TemplateFile } from "../../engine/feature";

/** The shared components that the chosen features asked for. */
export function renderComponents(names: readonly ComponentName[]): TemplateFile[] {
  return names.map((name) => ({ path: `src/components/${name}.tsx`, content: sources[name] }));
}

const button = `import Link from "next/link";
import type { ComponentProps } from "react";

type Tone = "primary" | "secondary";

const shape =
  "inline-flex h-11 items-center justify-center gap-2 rounded-lg px-4 text-sm font-medium transition-colors duration-150 sm:h-9 disabled:cursor-not-allowed disabled:opacity-55";

const tones: Record<Tone, string> = {
  primary: "bg-ink text-canvas enabled:hover:bg-ink/85 [a&]:hover:bg-ink/85",
  secondary: "border border-line bg-surface text-ink enabled:hover:bg-sunken [a&]:hover:bg-sunken",
};

export function Button({ tone = "primary", className = "", ...props }: ComponentProps<"button"> & { tone?: Tone }) {
  return <button type="button" className={[shape, tones[tone], className].join(" ")} {...props} />;
}

export function ButtonLink({
  tone = "primary",
  className = "",
  ...props
}: ComponentProps<typeof Link> & { tone?: Tone }) {
  return <Link className={[shape, tones[tone], className].join(" ")} {...props} />;
}
`;

const field = `import { type ComponentProps, useId } from "react";

interface FieldProps extends ComponentProps<"input"> {
  label: string;
  hint?: string;
  error?: string;
}

/** A labelled input with its hint and its error beside it. */
export function Field({ label, hint, error, className = "", ...input }: FieldProps) {
  const id = useId();
  const note = error ?? hint;
  return (
    <div className={["flex flex-col gap-1.5", className].join(" ")}>
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <input
        id={id}
        aria-invalid={error !== undefined}
        aria-describedby={note === undefined ? undefined : id + "-note"}
        className="h-11 rounded-lg border border-control bg-surface px-3 text-base placeholder:text-muted sm:h-10 sm:text-sm aria-invalid:border-bad"
        {...input}
      />
      {note !== undefined && (
        <p
          id={id + "-note"}
          role={error === undefined ? undefined : "alert"}
          className={error === undefined ? "text-xs text-muted" : "text-xs text-bad"}
        >
          {note}
        </p>
      )}
    </div>
  );
}
`;

const notice = `import type { ReactNode } from "react";

const tones = {
  warning: { mark: "!", box: "border-warn/40", text: "text-warn" },
  error: { mark: "×", box: "border-bad/40", text: "text-bad" },
};

/** Says what is missing or went wrong, and what to do about it. */
export function Notice({ tone, title, children }: { tone: keyof typeof tones; title: string; children?: ReactNode }) {
  const { mark, box, text } = tones[tone];
  return (
    <section
      role={tone === "error" ? "alert" : undefined}
      className={["flex gap-3 rounded-lg border bg-surface p-4", box].join(" ")}
    >
      <span
        aria-hidden
        className={[
          "mt-px grid size-5 shrink-0 place-items-center rounded-full border border-current text-xs font-semibold",
          text,
        ].join(" ")}
      >
        {mark}
      </span>
      <div className="flex min-w-0 flex-col gap-1 text-sm">
        <h2 className="font-medium">{title}</h2>
        <div className="text-muted [&_code]:rounded [&_code]:bg-sunken [&_code]:px-1 [&_code]:py-0.5 [&_code]:font-mono [&_code]:text-[0.8125rem] [&_code]:text-ink [&_code]:break-all">
          {children}
        </div>
      </div>
    </section>
  );
}
`;

const pageShell = `import type { ReactNode } from "react";

/** The frame of every page but the home page: a title, one sentence, then the content. */
export function PageShell({
  title,
  lead,
  narrow = false,
  children,
}: {
  title: string;
  lead: ReactNode;
  narrow?: boolean;
  children: ReactNode;
}) {
  return (
    <main
      className={["mx-auto flex w-full grow flex-col px-5 py-10 sm:py-16", narrow ? "max-w-md" : "max-w-2xl"].join(" ")}
    >
      <h1 className="text-2xl font-semibold tracking-tight text-balance sm:text-[1.75rem]">{title}</h1>
      <p className="mt-2 text-muted text-pretty">{lead}</p>
      <div className="mt-8 flex grow flex-col gap-6">{children}</div>
    </main>
  );
}
`;

const submitButton = `"use client";

import type { ReactNode } from "react";
import { useFormStatus } from "react-dom";
import { Button } from "./button";

/** The button of a form: cannot be pressed twice, and says what it is doing. */
export function SubmitButton({
  children,
  pendingLabel,
  tone,
  className,
}: {
  children: ReactNode;
  pendingLabel: string;
  tone?: "primary" | "secondary";
  className?: string;
}) {
  const { pending } = useFormStatus();
  return (
    <Button type="submit" tone={tone} className={className} disabled={pending}>
      {pending ? pendingLabel : children}
    </Button>
  );
}
`;

const sources: Record<ComponentName, string> = {
  button,
  field,
  notice,
  "page-shell": pageShell,
  "submit-button": submitButton,
};
