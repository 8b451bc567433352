import {
  block,
  keyRule,
  notA,
  notLocal,
  type ProviderRule,
  rulesOf,
  startsNot,
  startsWith,
  urlOf,
  warn,
} from "../expectations";
import { parseUrl } from "../values";

const sentryExample = "https://0123456789abcdef0123456789abcdef@o123.ingest.sentry.io/456";

export const monitoringRules: readonly ProviderRule[] = [
  ...rulesOf("Sentry", "https://docs.sentry.io/concepts/key-terms/dsn-explainer/", [
    {
      id: "sentry-dsn",
      keys: ["SENTRY_DSN", "NEXT_PUBLIC_SENTRY_DSN", "VITE_SENTRY_DSN", "PUBLIC_SENTRY_DSN"],
      format: "https://<key>@<host>/<project>",
      example: sentryExample,
      maxLength: 512,
      expectations: [
        block(
          startsNot("sntrys_", "sntryu_"),
          "This is an auth token. The DSN is an address, from the client keys of the project.",
        ),
        ...urlOf(["https", "http"], sentryExample),
        block(
          (value) => Boolean(parseUrl(value)?.username),
          "This address holds no key. Copy the DSN from the client keys of the project.",
        ),
        block(
          (value) => !parseUrl(value)?.password,
          "This DSN holds a secret, as very old ones do. Use the one without.",
        ),
        warn(
          (value) => /\/\d+$/.test(parseUrl(value)?.pathname ?? ""),
          "A DSN usually ends with the number of the project.",
        ),
      ],
    },
    keyRule("sentry-auth-token", ["SENTRY_AUTH_TOKEN"], "sntrys_AbCdEfGhIjKlMnOp", [
      block(startsNot("https:"), "This is an address, such as the DSN. Use an auth token of the organization."),
      startsWith(["sntrys_", "sntryu_"]),
    ]),
  ]),
  ...rulesOf("PostHog", "https://posthog.com/docs/api", [
    keyRule(
      "posthog-key",
      ["POSTHOG_KEY", "NEXT_PUBLIC_POSTHOG_KEY", "VITE_POSTHOG_KEY", "PUBLIC_POSTHOG_KEY", "POSTHOG_API_KEY"],
      "phc_AbCdEfGhIjKlMnOp",
      [
        block(
          startsNot("phx_"),
          "This is a personal key, which can read and change everything. Use the key of the project, which starts with phc_.",
        ),
        startsWith(["phc_"]),
      ],
    ),
    {
      id: "posthog-host",
      keys: ["POSTHOG_HOST", "NEXT_PUBLIC_POSTHOG_HOST", "VITE_POSTHOG_HOST", "PUBLIC_POSTHOG_HOST"],
      format: "https://host of PostHog",
      example: "https://eu.i.posthog.com",
      maxLength: 2048,
      expectations: [...urlOf(["https", "http"], "https://eu.i.posthog.com")],
      remote: [notLocal],
    },
  ]),
  ...rulesOf("OpenTelemetry", "https://opentelemetry.io/docs/specs/otel/protocol/exporter/", [
    {
      id: "otel-endpoint",
      keys: [
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
        "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT",
        "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT",
      ],
      format: "https://host:4318",
      example: "https://otel.example.com:4318",
      maxLength: 2048,
      expectations: [...urlOf(["https", "http"], "https://otel.example.com:4318")],
    },
    {
      id: "otel-headers",
      keys: ["OTEL_EXPORTER_OTLP_HEADERS", "OTEL_EXPORTER_OTLP_TRACES_HEADERS"],
      format: "name=value, several joined by commas",
      example: "x-api-key=AbCdEfGh",
      maxLength: 8192,
      expectations: [
        block(
          /^[^=,\s]+=[^,]*(?:,[^=,\s]+=[^,]*)*$/,
          "Write name=value, several joined by commas, such as x-api-key=AbCdEfGh.",
        ),
      ],
    },
    {
      id: "otel-protocol",
      keys: ["OTEL_EXPORTER_OTLP_PROTOCOL"],
      format: "grpc, http/protobuf or http/json",
      example: "http/protobuf",
      maxLength: 40,
      expectations: [block(/^(?:grpc|http\/protobuf|http\/json)$/, "This must be grpc, http/protobuf or http/json.")],
    },
  ]),
  ...rulesOf("Langfuse", "https://langfuse.com/docs/get-started", [
    keyRule("langfuse-secret-key", ["LANGFUSE_SECRET_KEY"], "sk-lf-01234567", [
      notA(startsNot("pk-lf-"), "a public key", "secret"),
      startsWith(["sk-lf-"]),
    ]),
    keyRule("langfuse-public-key", ["LANGFUSE_PUBLIC_KEY"], "pk-lf-01234567", [
      notA(startsNot("sk-lf-"), "a secret key", "public"),
      startsWith(["pk-lf-"]),
    ]),
  ]),
  ...rulesOf("Axiom", "https://axiom.co/docs/reference/tokens", [
    keyRule("axiom-token", ["AXIOM_TOKEN"], "xaat-01234567", [startsWith(["xaat-", "xapt-"])]),
  ]),
];
