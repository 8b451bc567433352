import type { ScaffoldConfig } from "../schema";

type Chosen = Pick<ScaffoldConfig, "framework">;

/** Whether the project has React, and with it pages; Hono has endpoints alone. */
export function hasReact({ framework }: Chosen): boolean {
  return framework !== "hono";
}

/** What a module that needs the browser begins with: a directive on Next, nothing elsewhere. */
export function clientDirective({ framework }: Chosen): string {
  return framework === "next" ? `"use client";\n\n` : "";
}

const publicPrefixes = { next: "NEXT_PUBLIC_", "vite-react": "VITE_", astro: "PUBLIC_", hono: "" };

/** The name of a variable that reaches the browser: `CLERK_KEY` is `NEXT_PUBLIC_CLERK_KEY` on Next. */
export function publicVariable({ framework }: Chosen, name: string): string {
  return publicPrefixes[framework] + name;
}

/** How code of the browser reads that variable; the bundler puts the value in when the app is built. */
export function publicVariableRead(config: Chosen, name: string): string {
  const source = config.framework === "next" ? "process.env" : "import.meta.env";
  return `${source}.${publicVariable(config, name)}`;
}

/** The variable that holds the address people open the app at. */
export function appUrlVariable({ framework }: Chosen): string {
  return framework === "next" ? "NEXT_PUBLIC_APP_URL" : "APP_URL";
}
