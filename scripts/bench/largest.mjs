/** The configuration with the most files: whatever adds a page, a table, an endpoint or a workflow at once. */
export const largest = {
  framework: "next",
  database: "drizzle-postgres",
  auth: "better-auth",
  authProviders: ["credentials", "github", "google"],
  aiTemplate: "rag",
  aiProvider: "bedrock",
  extras: ["redis", "trpc", "vitest", "playwright", "email", "payments", "i18n", "docker", "ci"],
};
