import type { VariableType, Visibility } from "../schema";
import type { Template } from "./schema";

/** A variable in short: a secret unless its type, its options or its value say otherwise. */
interface ShortVariable {
  key: string;
  description: string;
  type?: VariableType;
  required?: boolean;
  example?: string;
  rule?: string;
  options?: string[];
  visibility?: Visibility;
  isGenerated?: boolean;
  value?: string;
}

export interface VariableSet extends Omit<Template, "variables"> {
  variables: readonly ShortVariable[];
}

const logLevel: ShortVariable = {
  key: "LOG_LEVEL",
  description: "How much is written to the log.",
  options: ["debug", "info", "warn", "error"],
  value: "info",
};
const databaseUrl: ShortVariable = {
  key: "DATABASE_URL",
  description: "Address of the database.",
  type: "url",
  visibility: "masked",
  required: true,
};
const sessionSecret: ShortVariable = {
  key: "SESSION_SECRET",
  description: "Signs the session cookies; at least 32 random characters.",
  isGenerated: true,
};

/** What projects commonly read that Berth did not generate, and services the catalog has no choice for. */
export const plainSets: readonly VariableSet[] = [
  {
    id: "runtime-node",
    name: "Node.js service",
    category: "runtime",
    description: "A server in Node.js with a database and sessions.",
    variables: [databaseUrl, sessionSecret, logLevel],
  },
  {
    id: "runtime-python-django",
    name: "Python with Django",
    category: "runtime",
    description: "A Django site with a PostgreSQL.",
    variables: [
      {
        key: "DJANGO_SETTINGS_MODULE",
        description: "Module of the settings.",
        type: "string",
        required: true,
        example: "shop.settings",
      },
      {
        key: "SECRET_KEY",
        description: "Signs sessions and tokens; at least 32 random characters.",
        isGenerated: true,
        rule: "auth-secret",
      },
      {
        key: "DEBUG",
        description: "Shows errors with their source; off in production.",
        type: "boolean",
        value: "false",
      },
      {
        key: "ALLOWED_HOSTS",
        description: "Hosts the site answers to, joined by commas.",
        type: "string",
        required: true,
        example: "app.example.com",
      },
      databaseUrl,
    ],
  },
  {
    id: "runtime-python",
    name: "Python service",
    category: "runtime",
    description: "A service in Flask or FastAPI.",
    variables: [
      {
        key: "SECRET_KEY",
        description: "Signs sessions; at least 32 random characters.",
        isGenerated: true,
        rule: "auth-secret",
      },
      { key: "PYTHONUNBUFFERED", description: "Writes the log at once, line by line.", type: "string", value: "1" },
      { key: "WEB_CONCURRENCY", description: "How many worker processes serve.", type: "number", value: "2" },
      databaseUrl,
      logLevel,
    ],
  },
  {
    id: "runtime-docker",
    name: "Docker container",
    category: "runtime",
    description: "A container that is set up by its environment alone.",
    variables: [
      { key: "TZ", description: "Time zone of the container.", type: "string", value: "UTC" },
      { ...databaseUrl, required: false },
      logLevel,
    ],
  },
  {
    id: "runtime-docker-postgres",
    name: "PostgreSQL in Docker",
    category: "runtime",
    description: "What the official image of PostgreSQL reads at its first start.",
    variables: [
      { key: "POSTGRES_USER", description: "Name of the first user.", type: "string", value: "app" },
      { key: "POSTGRES_PASSWORD", description: "Password of that user.", isGenerated: true },
      { key: "POSTGRES_DB", description: "Name of the first database.", type: "string", value: "app" },
    ],
  },
  {
    id: "storage-s3",
    name: "Amazon S3",
    category: "storage",
    description: "A bucket at AWS.",
    variables: [
      { key: "AWS_ACCESS_KEY_ID", description: "Id of the access key.", required: true },
      { key: "AWS_SECRET_ACCESS_KEY", description: "The secret half of the access key.", required: true },
      { key: "AWS_REGION", description: "Region of the bucket.", type: "string", required: true },
      { key: "S3_BUCKET", description: "Name of the bucket.", type: "string", required: true },
    ],
  },
  {
    id: "storage-r2",
    name: "Cloudflare R2",
    category: "storage",
    description: "A bucket at Cloudflare.",
    variables: [
      { key: "R2_ACCOUNT_ID", description: "Id of the account at Cloudflare.", type: "string", required: true },
      { key: "R2_ACCESS_KEY_ID", description: "Id of the access key.", required: true },
      { key: "R2_SECRET_ACCESS_KEY", description: "The secret half of the access key.", required: true },
      { key: "R2_BUCKET", description: "Name of the bucket.", type: "string", required: true },
    ],
  },
  {
    id: "mail-resend",
    name: "Resend",
    category: "mail",
    description: "E-mail through Resend.",
    variables: [
      { key: "RESEND_API_KEY", description: "Key of Resend.", required: true },
      { key: "EMAIL_FROM", description: "Sender of the messages.", type: "string", required: true },
    ],
  },
  {
    id: "mail-postmark",
    name: "Postmark",
    category: "mail",
    description: "E-mail through Postmark.",
    variables: [
      { key: "POSTMARK_API_TOKEN", description: "Token of the server at Postmark.", required: true },
      { key: "EMAIL_FROM", description: "Sender of the messages.", type: "string", required: true },
    ],
  },
  {
    id: "mail-sendgrid",
    name: "SendGrid",
    category: "mail",
    description: "E-mail through SendGrid.",
    variables: [
      { key: "SENDGRID_API_KEY", description: "Key of SendGrid.", required: true },
      { key: "EMAIL_FROM", description: "Sender of the messages.", type: "string", required: true },
    ],
  },
  {
    id: "monitoring-sentry",
    name: "Sentry",
    category: "monitoring",
    description: "Errors reported to Sentry.",
    variables: [
      { key: "SENTRY_DSN", description: "Address that errors are sent to.", type: "url", required: true },
      { key: "SENTRY_AUTH_TOKEN", description: "Lets the build send source maps." },
      {
        key: "SENTRY_ENVIRONMENT",
        description: "Name of the environment in Sentry.",
        type: "string",
        value: "production",
      },
    ],
  },
  {
    id: "monitoring-posthog",
    name: "PostHog",
    category: "monitoring",
    description: "Product analytics with PostHog.",
    variables: [
      {
        key: "NEXT_PUBLIC_POSTHOG_KEY",
        description: "Key of the project; visitors see it.",
        type: "string",
        required: true,
      },
      {
        key: "NEXT_PUBLIC_POSTHOG_HOST",
        description: "Host of PostHog.",
        type: "url",
        value: "https://eu.i.posthog.com",
      },
    ],
  },
  {
    id: "monitoring-opentelemetry",
    name: "OpenTelemetry",
    category: "monitoring",
    description: "Traces and metrics sent over OTLP.",
    variables: [
      { key: "OTEL_EXPORTER_OTLP_ENDPOINT", description: "Address of the collector.", type: "url", required: true },
      { key: "OTEL_EXPORTER_OTLP_HEADERS", description: "Headers with the key of the collector." },
      {
        key: "OTEL_SERVICE_NAME",
        description: "Name of the app in traces.",
        type: "string",
        required: true,
        example: "shop",
      },
    ],
  },
];
