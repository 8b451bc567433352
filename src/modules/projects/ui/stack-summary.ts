const fields = ["framework", "database", "auth", "aiTemplate"] as const;

/** What a project may be made of, by the value that stands in its configuration. */
const names: Record<string, string> = {
  next: "Next.js",
  hono: "Hono",
  "vite-react": "Vite with React",
  astro: "Astro",
  "drizzle-postgres": "PostgreSQL with Drizzle",
  nextauth: "Auth.js",
  chatbot: "Chatbot",
  credentials: "E-mail and password",
  github: "GitHub",
  anthropic: "Anthropic",
  openai: "OpenAI",
  "openai-compatible": "OpenAI-compatible",
};

/** A choice by the name people know. */
export function choiceName(value: string): string {
  return names[value] ?? value;
}

/** The stack of a project in one line; a project that Berth did not generate says so. */
export function describeStack(config: unknown): string {
  if (typeof config !== "object" || config === null) return "From an existing folder";
  const values = new Map(Object.entries(config));
  return fields
    .map((field) => values.get(field))
    .filter((value): value is string => typeof value === "string" && value !== "none")
    .map(choiceName)
    .join(", ");
}
