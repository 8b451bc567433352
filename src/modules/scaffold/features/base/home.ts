import type { Slots, TemplateFile } from "../../engine/feature";
import type { ScaffoldConfig } from "../../schema";
import { isTranslated, pageKey, words, wordsAttribute } from "../i18n/texts";
import { commandsOf } from "./commands";
import { leadOf, titleOf } from "./frameworks";
import { featureRow, healthBadge } from "./home-status";
import { filled, objects } from "./literals";

/** How one framework comes by the home page that all of them share. */
export interface HomeVariant {
  path: string;
  /** Import lines, sorted; the page needs ButtonLink, Link, StatusLabel and the type Health. */
  imports: string;
  /** From the exported function to the last line before the JSX; it defines `health`. */
  opening: string;
  /** Whether `health` is undefined until the server has answered. */
  isHealthLate: boolean;
  /** Further lines of JSX among the props of a link to a feature. */
  linkProps?: string;
}

/** The sign, word and colour of a state. */
export function statusLabelFile({ isHealthLate }: Pick<HomeVariant, "isHealthLate">): TemplateFile {
  return { path: "src/components/status-label.tsx", content: statusLabel(isHealthLate) };
}

/** The home page: what this project is made of, whether it is ready, and where to start. */
export function homePage(config: ScaffoldConfig, slots: Slots, variant: HomeVariant): TemplateFile {
  const { cards, landmarks, stack, ingredients } = slots;
  const health = variant.isHealthLate ? "Health | undefined" : "Health";
  const report = {
    href: "/api/health",
    title: "Health",
    body: "Names every missing variable and every service that does not answer.",
  };
  const shown = [...cards, report].map((card) => (isTranslated(config) ? keysOf(card) : card));
  const isTyped = cards.length === 0 || isTranslated(config);
  const content = `${variant.imports}
const stack = ${objects(stack)};

const features${isTyped ? ": Feature[]" : ""} = ${objects(shown)};

const landmarks = ${objects(landmarks)};

const commands = ${objects(commandsOf(config, slots))};

${variant.opening}
${pageBody(config, { primary: primaryLinks(config, cards), lead: isTranslated(config) ? `{t("lead")}` : leadOf(config, ingredients), path: variant.path })}
${stackList(config)}
${featureRow(config, health, variant)}
${healthBadge(config, health, variant)}`;
  return { path: variant.path, content };
}

function keysOf({ href, ...card }: Slots["cards"][number]): Slots["cards"][number] {
  return { href, ...card, title: pageKey("title", href), body: pageKey("body", href) };
}

function primaryLinks(config: ScaffoldConfig, [first]: Slots["cards"]): string {
  if (first === undefined) return `<ButtonLink href="/api/health">${words(config, "seeHealth")}</ButtonLink>`;
  const label = isTranslated(config)
    ? `{t("open", { page: t("${pageKey("title", first.href)}") })}`
    : `Open ${first.title.charAt(0).toLowerCase()}${first.title.slice(1)}`;
  return `<ButtonLink href="${first.href}">${label}</ButtonLink>
              <ButtonLink href="/api/health" tone="secondary">
                ${words(config, "healthReport")}
              </ButtonLink>`;
}

function pageBody(
  config: ScaffoldConfig,
  { primary, lead, path }: Record<"primary" | "lead" | "path", string>,
): string {
  const translate = isTranslated(config) ? " t={t}" : "";
  return `  return (
    <main className="relative grow">
      <div aria-hidden className="blueprint pointer-events-none absolute inset-x-0 top-0 h-[28rem]" />
      <div className="relative mx-auto w-full max-w-5xl px-5">
        <section className="grid gap-12 pt-16 pb-14 sm:pt-24 sm:pb-20 lg:grid-cols-[1fr_19rem] lg:items-end">
          <div>
            <HealthBadge health={health}${translate} />
            <h1 className="mt-6 text-4xl font-semibold tracking-[-0.035em] text-balance wrap-anywhere sm:text-6xl">
              ${titleOf(config)}
            </h1>
            <p className="mt-5 max-w-lg text-lg text-muted text-pretty">
${filled([...lead.split(" "), `${words(config, "change")}{" "}`], 14)}
${codeElement(path)}{" "}
              ${words(config, "follows")}
            </p>
            <div className="mt-8 flex flex-wrap gap-3">
              ${primary}
            </div>
          </div>
          <Stack${translate} />
        </section>
        <section aria-labelledby="features" className="overflow-hidden rounded-xl border border-line bg-surface">
          <h2 id="features" className="border-b border-line px-5 py-3 text-sm font-medium sm:px-6">
            ${words(config, "works")}
          </h2>
          <ul className="divide-y divide-line">
            {features.map((feature) => (
              <li key={feature.href}>
                <FeatureRow {...feature} health={health}${translate} />
              </li>
            ))}
          </ul>
        </section>
        <div className="grid gap-12 py-14 sm:py-20 lg:grid-cols-[1fr_19rem]">
          <section aria-labelledby="start">
            <h2 id="start" className="text-sm font-medium">
              ${words(config, "start")}
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
              ${words(config, "commands")}
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
`;
}

const textIndent = " ".repeat(14);

function codeElement(path: string): string {
  const open = `${textIndent}<code className="rounded bg-sunken px-1.5 py-0.5 font-mono text-[0.85em] text-ink">`;
  const line = `${open}${path}</code>`;
  return line.length <= 120 ? line : `${open}\n${textIndent}  ${path}\n${textIndent}</code>`;
}

function stackList(config: ScaffoldConfig): string {
  const props = isTranslated(config) ? "{ t }: { t: Translate }" : "";
  return `function Stack(${props}) {
  return (
    <dl
      aria-label=${wordsAttribute(config, "stack")}
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
`;
}

function statusLabel(isHealthLate: boolean): string {
  return `import type { ReactNode } from "react";

const tones = {
  good: { color: "text-good", path: "M3.5 8.5l3 3 6-7" },
  warn: { color: "text-warn", path: "M8 3.5v5.5M8 12v.5" },
  bad: { color: "text-bad", path: "M4 4l8 8M12 4l-8 8" },
${isHealthLate ? waitingTone : ""}};

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
}

const waitingTone = `  waiting: { color: "text-muted", path: "M4 8h.5M8 8h.5M12 8h.5" },
`;
