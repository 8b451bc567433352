import type { Slots, TemplateFile } from "../../engine/feature";
import type { ScaffoldConfig } from "../../schema";
import { titleOf } from "./layout";

/** The home page: what this project is made of, whether it is ready, and where to start. */
export function renderHome(config: ScaffoldConfig, slots: Slots): TemplateFile[] {
  return [
    { path: "src/app/page.tsx", content: homePage(config, slots) },
    { path: "src/components/status-label.tsx", content: statusLabel },
  ];
}

function homePage(config: ScaffoldConfig, { cards, landmarks, stack, ingredients, scripts }: Slots): string {
  const first = cards[0];
  const primary =
    first === undefined
      ? `<ButtonLink href="/api/health">See the health report</ButtonLink>`
      : `<ButtonLink href="${first.href}">Open ${first.title.toLowerCase()}</ButtonLink>
              <ButtonLink href="/api/health" tone="secondary">
                Health report
              </ButtonLink>`;
  return `import Link from "next/link";
import { connection } from "next/server";
import { ButtonLink } from "@/components/button";
import { StatusLabel } from "@/components/status-label";
import { checkHealth, type Health } from "@/health";

const stack = ${objects(stack)};

const features${cards.length === 0 ? ": Feature[]" : ""} = ${objects([...cards, { href: "/api/health", title: "Health", body: "Names every missing variable and every service that does not answer." }])};

const landmarks = ${objects(landmarks)};

const commands = ${objects(Object.keys(scripts).map((name) => ({ command: name === "start" ? "npm start" : `npm run ${name}`, purpose: commandPurposes[name] ?? "" })))};

export default async function HomePage() {
  // The page shows the state of this moment, so it is never rendered while building.
  await connection();
  const health = await checkHealth();
  return (
    <main className="relative grow">
      <div aria-hidden className="blueprint pointer-events-none absolute inset-x-0 top-0 h-[28rem]" />
      <div className="relative mx-auto w-full max-w-5xl px-5">
        <section className="grid gap-12 pt-16 pb-14 sm:pt-24 sm:pb-20 lg:grid-cols-[1fr_19rem] lg:items-end">
          <div>
            <HealthBadge health={health} />
            <h1 className="mt-6 text-4xl font-semibold tracking-[-0.035em] text-balance wrap-anywhere sm:text-6xl">
              ${titleOf(config)}
            </h1>
            <p className="mt-5 max-w-lg text-lg text-muted text-pretty">
              ${lead(ingredients)} Change{" "}
              <code className="rounded bg-sunken px-1.5 py-0.5 font-mono text-[0.85em] text-ink">src/app/page.tsx</code>{" "}
              and this page follows.
            </p>
            <div className="mt-8 flex flex-wrap gap-3">
              ${primary}
            </div>
          </div>
          <Stack />
        </section>
        <section aria-labelledby="features" className="overflow-hidden rounded-xl border border-line bg-surface">
          <h2 id="features" className="border-b border-line px-5 py-3 text-sm font-medium sm:px-6">
            What works already
          </h2>
          <ul className="divide-y divide-line">
            {features.map((feature) => (
              <li key={feature.href}>
                <FeatureRow {...feature} health={health} />
              </li>
            ))}
          </ul>
        </section>
        <div className="grid gap-12 py-14 sm:py-20 lg:grid-cols-[1fr_19rem]">
          <section aria-labelledby="start">
            <h2 id="start" className="text-sm font-medium">
              Where to start
            </h2>
            <dl className="mt-5 grid gap-x-8 gap-y-5 sm:grid-cols-2">
              {landmarks.map(({ path, purpose }) => (
                <div key={path}>
                  <dt className="font-mono text-[0.8125rem] break-all">{path}</dt>
                  <dd className="mt-0.5 text-sm text-muted">{purpose}</dd>
                </div>
              ))}
            </dl>
          </section>
          <section aria-labelledby="commands">
            <h2 id="commands" className="text-sm font-medium">
              Commands
            </h2>
            <dl className="mt-5 flex flex-col gap-5">
              {commands.map(({ command, purpose }) => (
                <div key={command}>
                  <dt className="font-mono text-[0.8125rem]">{command}</dt>
                  <dd className="mt-0.5 text-sm text-muted">{purpose}</dd>
                </div>
              ))}
            </dl>
          </section>
        </div>
      </div>
    </main>
  );
}

function Stack() {
  return (
    <dl
      aria-label="Stack"
      className="divide-y divide-line rounded-xl border border-line bg-surface/80 font-mono text-xs"
    >
      {stack.map(({ name, version }) => (
        <div key={name} className="flex justify-between gap-4 px-4 py-2.5">
          <dt>{name}</dt>
          <dd className="text-muted tabular-nums">{version}</dd>
        </div>
      ))}
    </dl>
  );
}

interface Feature {
  href: string;
  title: string;
  body: string;
  /** Its name in the health report. */
  feature?: string;
}

function FeatureRow({ href, title, body, feature, health }: Feature & { health: Health }) {
  const missing = health.featuresOff.find((off) => off.feature === feature)?.missing ?? [];
  return (
    <Link
      href={href}
      prefetch={href.startsWith("/api/") ? false : undefined}
      className="group grid gap-x-6 gap-y-1 px-5 py-4 transition-colors duration-150 hover:bg-sunken sm:grid-cols-[9rem_1fr_auto] sm:items-center sm:px-6"
    >
      <span className="font-medium">{title}</span>
      <span className="text-sm text-muted">{body}</span>
      <span className="mt-1 sm:mt-0 sm:text-right">
        {missing.length === 0 ? (
          <StatusLabel tone="good">Ready</StatusLabel>
        ) : (
          <StatusLabel tone="warn">Needs {missing.join(", ")}</StatusLabel>
        )}
      </span>
    </Link>
  );
}

function HealthBadge({ health }: { health: Health }) {
  const failed = health.checks.filter(({ status }) => status === "failed");
  const { tone, text } = describeHealth(
    health,
    failed.map(({ label }) => label),
  );
  return (
    <p className="inline-flex rounded-full border border-line bg-surface px-3 py-1.5">
      <StatusLabel tone={tone}>{text}</StatusLabel>
    </p>
  );
}

function describeHealth(
  { status, missing }: Health,
  failed: string[],
): { tone: "good" | "warn" | "bad"; text: string } {
  if (failed.length > 0) return { tone: "bad", text: failed.join(" and ") + " does not answer" };
  if (status === "ok") return { tone: "good", text: "Everything is ready" };
  const text = missing.length === 1 ? "1 variable is missing" : missing.length + " variables are missing";
  return { tone: status === "error" ? "bad" : "warn", text };
}
`;
}

const commandPurposes: Record<string, string> = {
  dev: "Runs the app and reloads what you change.",
  build: "Builds it for production; needs no variable to be set.",
  start: "Serves the build on PORT, 3000 by default.",
  typecheck: "Checks the types without building.",
  "db:generate": "Writes a migration for what changed in src/db/schema.ts.",
};

function lead(ingredients: readonly string[]): string {
  if (ingredients.length === 0) return "A Next.js app, ready for what you want to make of it.";
  // By hand: Intl.ListFormat takes longer to load than the whole project to write.
  const list = [ingredients.slice(0, -1).join(", "), ...ingredients.slice(-1)].filter((part) => part !== "");
  return `A Next.js app with ${list.join(" and ")}.`;
}

/** A list of object literals, each on one line where it fits. */
function objects(values: readonly object[]): string {
  const literals = values.map((value) => {
    const given = Object.entries(value).filter(([, field]) => field !== undefined);
    const fields = given.map(([key, field]) => `${key}: ${JSON.stringify(field)}`);
    const line = `  { ${fields.join(", ")} },`;
    return line.length <= 120 ? line : `  {\n${fields.map((field) => `    ${field},\n`).join("")}  },`;
  });
  return `[\n${literals.join("\n")}\n]`;
}

const statusLabel = `import type { ReactNode } from "react";

const tones = {
  good: { color: "text-good", path: "M3.5 8.5l3 3 6-7" },
  warn: { color: "text-warn", path: "M8 3.5v5.5M8 12v.5" },
  bad: { color: "text-bad", path: "M4 4l8 8M12 4l-8 8" },
};

/** A state in a word, a sign and a colour. */
export function StatusLabel({ tone, children }: { tone: keyof typeof tones; children: ReactNode }) {
  const { color, path } = tones[tone];
  return (
    <span className={["inline-flex items-center gap-1.5 text-[0.8125rem] font-medium wrap-anywhere", color].join(" ")}>
      <svg
        aria-hidden
        viewBox="0 0 16 16"
        className="size-3.5 shrink-0"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        strokeLinecap="round"
        strokeLinejoin="round"
      >
        <path d={path} />
      </svg>
      {children}
    </span>
  );
}
`;
