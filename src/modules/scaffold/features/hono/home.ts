import type { Endpoint, Slots, TemplateFile } from "../../engine/feature";
import type { ScaffoldConfig } from "../../schema";
import { commandsOf } from "../base/commands";
import { initialOf, leadOf, titleOf } from "../base/frameworks";
import { objects } from "../base/literals";

/** The one page of an API server: its endpoints with lines to try them, its health, and where to start. */
export function renderHome(config: ScaffoldConfig, slots: Slots): TemplateFile[] {
  return [
    { path: "src/home.tsx", content: homeModule(config, slots) },
    { path: "src/health-state.tsx", content: healthState },
    { path: "src/layout.tsx", content: layoutModule(config) },
  ];
}

function shownEndpoint({ path, handlers, summary, example }: Endpoint): object {
  const methods = Object.keys(handlers);
  const isAddress = !path.endsWith("*") && (methods.includes("GET") || example !== undefined);
  return { methods: methods.join(", "), path, summary, curl: isAddress ? (example ?? "") : undefined };
}

function homeModule(config: ScaffoldConfig, slots: Slots): string {
  const { endpoints, stack, landmarks, ingredients } = slots;
  return `import { checkHealth } from "@/health";
import { HealthBadge, HealthList } from "@/health-state";

interface Endpoint {
  methods: string;
  path: string;
  summary: string;
  /** What follows the address in a call by curl. */
  curl?: string;
}

const endpoints: Endpoint[] = ${objects(endpoints.map(shownEndpoint))};

const stack = ${objects(stack)};

const landmarks = ${objects(landmarks)};

const commands = ${objects(commandsOf(config, slots))};

/** What this server offers, whether it is ready, and where to start. */
export async function Home({ origin }: { origin: string }) {
  const health = await checkHealth();
  return (
    <main class="relative grow">
      <div aria-hidden="true" class="blueprint pointer-events-none absolute inset-x-0 top-0 h-[28rem]" />
      <div class="relative mx-auto w-full max-w-5xl px-5">
        <section class="grid gap-12 pt-16 pb-14 sm:pt-24 sm:pb-20 lg:grid-cols-[1fr_19rem] lg:items-end">
          <div>
            <HealthBadge health={health} />
            <h1 class="mt-6 text-4xl font-semibold tracking-[-0.035em] text-balance wrap-anywhere sm:text-6xl">
              ${titleOf(config)}
            </h1>
            <p class="mt-5 max-w-lg text-lg text-muted text-pretty">
              ${leadOf(config, ingredients)} Every endpoint takes and answers JSON; add one in{" "}
              <code class="rounded bg-sunken px-1.5 py-0.5 font-mono text-[0.85em] text-ink">src/routes.ts</code>.
            </p>
          </div>
          <Stack />
        </section>
        <section aria-labelledby="endpoints" class="overflow-hidden rounded-xl border border-line bg-surface">
          <h2 id="endpoints" class="border-b border-line px-5 py-3 text-sm font-medium sm:px-6">
            Endpoints
          </h2>
          <ul class="divide-y divide-line">
            {endpoints.map((endpoint) => (
              <EndpointRow {...endpoint} origin={origin} />
            ))}
          </ul>
        </section>
        <HealthList health={health} />
        <div class="grid gap-12 py-14 sm:py-20 lg:grid-cols-[1fr_19rem]">
          <Terms
            title="Where to start"
            columns="sm:grid-cols-2"
            terms={landmarks.map(({ path, purpose }) => [path, purpose])}
          />
          <Terms title="Commands" terms={commands.map(({ command, purpose }) => [command, purpose])} />
        </div>
      </div>
    </main>
  );
}

function EndpointRow({ methods, path, summary, curl, origin }: Endpoint & { origin: string }) {
  const line = ["curl", origin + path, curl].filter(Boolean).join(" ");
  return (
    <li class="flex flex-col gap-3 px-5 py-4 sm:px-6">
      <div class="grid gap-x-6 gap-y-1 sm:grid-cols-[16rem_1fr]">
        <p class="flex flex-wrap items-baseline gap-x-3 font-mono text-[0.8125rem]">
          <span class="text-muted">{methods}</span>
          <span class="break-all">{path}</span>
        </p>
        <p class="text-sm text-muted">{summary}</p>
      </div>
      {curl !== undefined && (
        <div class="flex items-center gap-2 rounded-lg bg-sunken py-1 pr-1 pl-3">
          <code class="grow overflow-x-auto py-1.5 font-mono text-xs whitespace-nowrap">{line}</code>
          <button
            type="button"
            data-copy={line}
            aria-label={"Copy the call of " + path}
            class="h-11 shrink-0 rounded-md px-3 text-xs font-medium text-muted transition-colors duration-150 hover:text-ink sm:h-8"
          >
            Copy
          </button>
        </div>
      )}
    </li>
  );
}

function Stack() {
  return (
    <dl aria-label="Stack" class="divide-y divide-line rounded-xl border border-line bg-surface/80 font-mono text-xs">
      {stack.map(({ name, version }) => (
        <div class="flex justify-between gap-4 px-4 py-2.5">
          <dt>{name}</dt>
          <dd class="text-muted tabular-nums">{version}</dd>
        </div>
      ))}
    </dl>
  );
}

function Terms({ title, terms, columns = "" }: { title: string; terms: [string, string][]; columns?: string }) {
  return (
    <section>
      <h2 class="text-sm font-medium">{title}</h2>
      <dl class={"mt-5 grid gap-x-8 gap-y-5 " + columns}>
        {terms.map(([term, meaning]) => (
          <div>
            <dt class="font-mono text-[0.8125rem] break-all">{term}</dt>
            <dd class="mt-0.5 text-sm text-muted">{meaning}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
`;
}

const healthState = `import type { Child } from "hono/jsx";
import type { CheckResult, Health } from "@/health";

const tones = {
  good: { color: "text-good", path: "M3.5 8.5l3 3 6-7" },
  warn: { color: "text-warn", path: "M8 3.5v5.5M8 12v.5" },
  bad: { color: "text-bad", path: "M4 4l8 8M12 4l-8 8" },
};

type Tone = keyof typeof tones;

/** The state of the whole server in a few words. */
export function HealthBadge({ health }: { health: Health }) {
  const { tone, text } = describeHealth(health);
  return (
    <p class="inline-flex rounded-full border border-line bg-surface px-3 py-1.5">
      <StatusLabel tone={tone}>{text}</StatusLabel>
    </p>
  );
}

/** Every service, and every feature that waits for a variable; nothing where there is neither. */
export function HealthList({ health: { checks, featuresOff } }: { health: Health }) {
  const shown = checks.filter(({ status }) => status !== "skipped");
  if (shown.length === 0 && featuresOff.length === 0) return null;
  return (
    <section aria-labelledby="health" class="mt-6 overflow-hidden rounded-xl border border-line bg-surface">
      <h2 id="health" class="border-b border-line px-5 py-3 text-sm font-medium sm:px-6">
        Health
      </h2>
      <ul class="divide-y divide-line">
        {shown.map((check) => (
          <CheckRow {...check} />
        ))}
        {featuresOff.map(({ feature, missing }) => (
          <Row label={feature}>
            <StatusLabel tone="warn">Needs {missing.join(", ")}</StatusLabel>
          </Row>
        ))}
      </ul>
    </section>
  );
}

function CheckRow({ label, status, milliseconds }: CheckResult) {
  return (
    <Row label={label}>
      {status === "ok" ? (
        <StatusLabel tone="good">Answered in {milliseconds} ms</StatusLabel>
      ) : (
        <StatusLabel tone="bad">Does not answer</StatusLabel>
      )}
    </Row>
  );
}

function Row({ label, children }: { label: string; children: Child }) {
  return (
    <li class="flex flex-wrap justify-between gap-x-6 gap-y-1 px-5 py-3 text-sm sm:px-6">
      <span>{label}</span>
      {children}
    </li>
  );
}

function StatusLabel({ tone, children }: { tone: Tone; children: Child }) {
  const { color, path } = tones[tone];
  return (
    <span class={"inline-flex items-center gap-1.5 text-[0.8125rem] font-medium wrap-anywhere " + color}>
      <svg
        aria-hidden="true"
        viewBox="0 0 16 16"
        class="size-3.5 shrink-0"
        fill="none"
        stroke="currentColor"
        stroke-width="2"
        stroke-linecap="round"
        stroke-linejoin="round"
      >
        <path d={path} />
      </svg>
      <span>{children}</span>
    </span>
  );
}

function describeHealth({ status, missing, checks }: Health): { tone: Tone; text: string } {
  const failed = checks.filter((check) => check.status === "failed").map(({ label }) => label);
  if (failed.length > 0) return { tone: "bad", text: failed.join(" and ") + " does not answer" };
  if (status === "ok") return { tone: "good", text: "Everything is ready" };
  const text = missing.length === 1 ? "1 variable is missing" : missing.length + " variables are missing";
  return { tone: status === "error" ? "bad" : "warn", text };
}
`;

function layoutModule(config: ScaffoldConfig): string {
  return `import { html, raw } from "hono/html";
import type { Child } from "hono/jsx";
import styles from "./styles.css?inline";

const copyScript = \`
for (const button of document.querySelectorAll("[data-copy]")) {
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = "Copied";
    setTimeout(() => (button.textContent = "Copy"), 2000);
  });
}
\`;

/** The document around a page; the nonce lets its own style and script through the content policy. */
export function Layout({ nonce, children }: { nonce: string | undefined; children: Child }) {
  const document = (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${titleOf(config)}</title>
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
        <style nonce={nonce}>{raw(styles)}</style>
      </head>
      <body class="flex min-h-dvh flex-col font-sans">
        <header class="relative z-10 border-b border-line bg-canvas">
          <div class="mx-auto flex h-14 w-full max-w-5xl items-center px-5">
            <a href="/" class="flex h-11 min-w-0 items-center gap-2.5 text-sm font-semibold tracking-tight">
              <span
                aria-hidden="true"
                class="grid size-6 shrink-0 place-items-center rounded-md bg-ink text-xs text-canvas"
              >
                ${initialOf(config)}
              </span>
              <span class="truncate">${titleOf(config)}</span>
            </a>
          </div>
        </header>
        {children}
        <script nonce={nonce}>{raw(copyScript)}</script>
      </body>
    </html>
  );
  return html\`<!doctype html>\${document}\`;
}
`;
}
