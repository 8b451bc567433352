import type { ScaffoldConfig } from "../../schema";
import { isTranslated, words, wordsCode } from "../i18n/texts";
import type { HomeVariant } from "./home";

/** A line of the list of features, with what it waits for. */
export function featureRow(
  config: ScaffoldConfig,
  health: string,
  { isHealthLate, linkProps = "" }: HomeVariant,
): string {
  const text = isTranslated(config) ? "MessageKey" : "string";
  const [title, body] = isTranslated(config) ? ["{t(title)}", "{t(body)}"] : ["{title}", "{body}"];
  return `interface Feature {
  href: string;
  title: ${text};
  body: ${text};
  /** Its name in the health report. */
  feature?: string;
}

${isTranslated(config) ? translatedRowHead(health) : `function FeatureRow({ href, title, body, feature, health }: Feature & { health: ${health} }) {`}
  const missing = health${isHealthLate ? "?" : ""}.featuresOff.find((off) => off.feature === feature)?.missing ?? [];
  return (
    <Link
      href={href}
${linkProps}      className="group grid gap-x-6 gap-y-1 px-5 py-4 transition-colors duration-150 hover:bg-sunken sm:grid-cols-[9rem_1fr_auto] sm:items-center sm:px-6"
    >
      <span className="font-medium">${title}</span>
      <span className="text-sm text-muted">${body}</span>
      <span className="mt-1 sm:mt-0 sm:text-right">
${isHealthLate ? lateStatus(config) : status(config)}
      </span>
    </Link>
  );
}
${isHealthLate ? lateStatusFunction(config) : ""}`;
}

function translatedRowHead(health: string): string {
  const type = `Feature & { health: ${health}; t: Translate }`;
  const line = `function FeatureRow({ href, title, body, feature, health, t }: ${type}) {`;
  return line.length <= 120
    ? line
    : `function FeatureRow({
  href,
  title,
  body,
  feature,
  health,
  t,
}: ${type}) {`;
}

function needs(config: ScaffoldConfig): string {
  return isTranslated(config) ? `{t("needs", { names: missing.join(", ") })}` : `Needs {missing.join(", ")}`;
}

const status = (config: ScaffoldConfig) => `        {missing.length === 0 ? (
          <StatusLabel tone="good">${words(config, "ready")}</StatusLabel>
        ) : (
          <StatusLabel tone="warn">${needs(config)}</StatusLabel>
        )}`;

const lateStatus = (config: ScaffoldConfig) =>
  `        <FeatureStatus isKnown={health !== undefined} missing={missing}${isTranslated(config) ? " t={t}" : ""} />`;

function lateStatusFunction(config: ScaffoldConfig): string {
  const [prop, type] = isTranslated(config) ? [", t", "; t: Translate"] : ["", ""];
  return `
function FeatureStatus({ isKnown, missing${prop} }: { isKnown: boolean; missing: string[]${type} }) {
  if (!isKnown) return <StatusLabel tone="waiting">${words(config, "checking")}</StatusLabel>;
  if (missing.length > 0) return <StatusLabel tone="warn">${needs(config)}</StatusLabel>;
  return <StatusLabel tone="good">${words(config, "ready")}</StatusLabel>;
}
`;
}

/** The state of the whole app in a few words. */
export function healthBadge(config: ScaffoldConfig, health: string, { isHealthLate }: HomeVariant): string {
  const [argument, props, type] = isTranslated(config)
    ? ["health, t", "{ health, t }", `{ health: ${health}; t: Translate }`]
    : ["health", "{ health }", `{ health: ${health} }`];
  return `function HealthBadge(${props}: ${type}) {
  const { tone, text } = describeHealth(${argument});
  return (
    <p className="inline-flex rounded-full border border-line bg-surface px-3 py-1.5">
      <StatusLabel tone={tone}>{text}</StatusLabel>
    </p>
  );
}

${isHealthLate ? lateDescription(config) : description(config)}
  const tone = status === "error" ? "bad" : "warn";
  const failed = checks.filter((check) => check.status === "failed").map(({ label }) => label);
  if (failed.length > 0) return { tone, text: ${isTranslated(config) ? `t("silent", { names: failed.join(", ") })` : `failed.join(" and ") + " does not answer"`} };
  if (status === "ok") return { tone: "good", text: ${wordsCode(config, "allReady")} };
  const text = ${isTranslated(config) ? `missing.length === 1 ? t("oneMissing") : t("manyMissing", { count: missing.length })` : `missing.length === 1 ? "1 variable is missing" : missing.length + " variables are missing"`};
  return { tone, text };
}
`;
}

function description(config: ScaffoldConfig): string {
  const result = `{ tone: "good" | "warn" | "bad"; text: string }`;
  if (!isTranslated(config)) return `function describeHealth({ status, missing, checks }: Health): ${result} {`;
  return `function describeHealth(
  { status, missing, checks }: Health,
  t: Translate,
): ${result} {`;
}

function lateDescription(config: ScaffoldConfig): string {
  const result = `{ tone: "waiting" | "good" | "warn" | "bad"; text: string }`;
  const head = isTranslated(config)
    ? `function describeHealth(
  health: Health | undefined,
  t: Translate,
): ${result} {`
    : `function describeHealth(health: Health | undefined): ${result} {`;
  return `${head}
  if (health === undefined) return { tone: "waiting", text: ${wordsCode(config, "asking")} };
  const { status, missing, checks } = health;`;
}
