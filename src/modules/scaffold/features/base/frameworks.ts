import type { Framework, ScaffoldConfig } from "../../schema";

interface FrameworkWords {
  /** How a sentence about the project begins. */
  app: string;
  /** Where the colours stand. */
  styles: string;
  /** Where code runs, as a rule for whoever changes the project. */
  rule: string;
}

/** The words and places in which otherwise equal documents and pages differ by framework. */
export const frameworkWords: Record<Framework, FrameworkWords> = {
  next: {
    app: "A Next.js app",
    styles: "src/app/globals.css",
    rule: 'Pages are server components. `"use client"` stands only where a browser event needs it.',
  },
  hono: {
    app: "A Hono API",
    styles: "src/styles.css",
    rule: "A handler takes a `Request` and answers a `Response`; `src/routes.ts` gives it its address.",
  },
  "vite-react": {
    app: "A React app",
    styles: "src/styles.css",
    rule: "What `src/main.tsx` imports runs in the browser and has no environment; it reaches the server by `callApi`. `src/routes.ts` gives every endpoint its address.",
  },
  astro: {
    app: "An Astro app",
    styles: "src/styles.css",
    rule: "Pages are rendered on the server. A React component gets `client:load` only where a browser event needs it.",
  },
};

/** `my-shop` as people write it: `My shop`. */
export function titleOf({ name }: Pick<ScaffoldConfig, "name">): string {
  const words = name.replaceAll("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The letter of the project's mark. */
export function initialOf({ name }: Pick<ScaffoldConfig, "name">): string {
  return name.charAt(0).toUpperCase();
}

/** The project's mark as SVG. */
export function icon(config: ScaffoldConfig): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
  <title>${titleOf(config)}</title>
  <rect width="32" height="32" rx="8" fill="#16181d"/>
  <text x="16" y="22" text-anchor="middle" font-family="system-ui, sans-serif" font-size="18" font-weight="600" fill="#fff">${initialOf(config)}</text>
</svg>
`;
}

/** What the project is, in a sentence. */
export function leadOf({ framework }: ScaffoldConfig, ingredients: readonly string[]): string {
  const { app } = frameworkWords[framework];
  if (ingredients.length === 0) return `${app}, ready for what you want to make of it.`;
  // By hand: Intl.ListFormat takes longer to load than the whole project to write.
  const list = [ingredients.slice(0, -1).join(", "), ...ingredients.slice(-1)].filter((part) => part !== "");
  return `${app} with ${list.join(" and ")}.`;
}
