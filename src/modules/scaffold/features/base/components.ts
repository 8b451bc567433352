import { clientDirective } from "../../engine/client";
import type { ComponentName, TemplateFile } from "../../engine/feature";
import type { Framework, ScaffoldConfig } from "../../schema";

/** The shared components that the chosen features asked for, and those they stand on. */
export function renderComponents(config: ScaffoldConfig, asked: readonly ComponentName[]): TemplateFile[] {
  const names = new Set(asked);
  if (names.has("feature-off")) names.add("notice").add("page-shell");
  if (names.has("submit-button")) names.add("button");
  if (names.has("button") && config.framework !== "next") names.add("link");
  return [...names].map((name) => ({ path: `src/components/${name}.tsx`, content: sourceOf(name, config) }));
}

function sourceOf(name: ComponentName, config: ScaffoldConfig): string {
  if (name === "button") return button(config);
  if (name === "link") return links[config.framework];
  if (name === "submit-button") return clientDirective(config) + submitButton;
  return sources[name];
}

const nextLink = `export { default as Link } from "next/link";
`;

const routerLink = `import type { ComponentProps } from "react";
import { Link as PageLink } from "react-router";

/** Pages of this app open without a reload; endpoints and other sites as links always do. */
export function Link({ href, ...props }: ComponentProps<"a"> & { href: string }) {
  const isPage = href.startsWith("/") && !href.startsWith("/api/");
  return isPage ? <PageLink to={href} {...props} /> : <a href={href} {...props} />;
}
`;

const plainLink = `import type { ComponentProps } from "react";

export function Link(props: ComponentProps<"a"> & { href: string }) {
  return <a {...props} />;
}
`;

const links: Record<Framework, string> = {
  next: nextLink,
  "vite-react": routerLink,
  astro: plainLink,
  hono: plainLink,
};

function button({ framework }: ScaffoldConfig): string {
  const imports =
    framework === "next"
      ? `import Link from "next/link";\nimport type { ComponentProps } from "react";`
      : `import type { ComponentProps } from "react";\nimport { Link } from "./link";`;
  return `${imports}

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
}

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
        <div className="text-muted [&_code]:rounded [&_code]:bg-sunken [&_code]:px-1 [&_code]:py-0.5 [&_code]:font-mono [&_code]:text-[0.8125rem] [&_code]:text-ink [&_code]:wrap-anywhere">
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

const submitButton = `import type { ReactNode } from "react";
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

const textArea = `import { type ComponentProps, useId } from "react";

interface TextAreaProps extends ComponentProps<"textarea"> {
  label: string;
  hint?: string;
  error?: string;
}

/** A labelled text of several lines with its hint and its error beside it. */
export function TextArea({ label, hint, error, className = "", ...input }: TextAreaProps) {
  const id = useId();
  const note = error ?? hint;
  return (
    <div className={["flex flex-col gap-1.5", className].join(" ")}>
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <textarea
        id={id}
        rows={4}
        aria-invalid={error !== undefined}
        aria-describedby={note === undefined ? undefined : id + "-note"}
        className="rounded-lg border border-control bg-surface px-3 py-2 text-base placeholder:text-muted sm:text-sm aria-invalid:border-bad"
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

const featureOff = `import { Notice } from "./notice";
import { PageShell } from "./page-shell";

/** Stands where a page would be while variables that it needs are not set. */
export function FeatureOff({ title, missing }: { title: string; missing: string[] }) {
  return (
    <PageShell title={title} lead="This page waits for its settings.">
      <Notice tone="warning" title={missing.length === 1 ? "A variable is missing" : "Some variables are missing"}>
        Set <code>{missing.join(", ")}</code> in <code>.env.local</code> as <code>.env.example</code> shows, and start
        again.
      </Notice>
    </PageShell>
  );
}
`;

const sources: Record<Exclude<ComponentName, "button" | "link" | "submit-button">, string> = {
  "feature-off": featureOff,
  field,
  notice,
  "page-shell": pageShell,
  "text-area": textArea,
};
