import type { TemplateFile } from "../../engine/feature";

/** The address of the health report, and what calls the start of the server. */
export function renderHealth(): TemplateFile[] {
  return [
    { path: "src/app/api/health/route.ts", content: healthRoute },
    { path: "src/instrumentation.ts", content: instrumentation },
  ];
}

const healthRoute = `import { checkHealth } from "@/health";

export const dynamic = "force-dynamic";

/** 200 while the app can do its work, 503 when a variable or a service is missing that it cannot do without. */
export async function GET(): Promise<Response> {
  const health = await checkHealth();
  return Response.json(health, {
    status: health.status === "error" ? 503 : 200,
    headers: { "cache-control": "no-store" },
  });
}
`;

const instrumentation = `export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { start } = await import("./start");
    await start();
  }
}
`;
