import type { ScaffoldConfig } from "../../schema";

/** Theme tokens and base styles; every colour of the project is one of these. */
export function globalStyles({ framework }: Pick<ScaffoldConfig, "framework">): string {
  const isNext = framework === "next";
  const sans = isNext ? "var(--font-geist-sans)" : '"Geist", ui-sans-serif, system-ui, sans-serif';
  const mono = isNext ? "var(--font-geist-mono)" : '"Geist Mono", ui-monospace, monospace';
  return `@import "tailwindcss";
${isNext ? "" : fontFaces}
:root {
  color-scheme: light dark;
  --canvas: light-dark(oklch(0.992 0.002 250), oklch(0.155 0.006 260));
  --surface: light-dark(oklch(1 0 0), oklch(0.185 0.007 260));
  --sunken: light-dark(oklch(0.972 0.003 250), oklch(0.215 0.008 260));
  --line: light-dark(oklch(0.915 0.005 250), oklch(0.275 0.009 260));
  --control: light-dark(oklch(0.62 0.012 255), oklch(0.52 0.014 260));
  --ink: light-dark(oklch(0.205 0.012 260), oklch(0.955 0.004 250));
  --muted: light-dark(oklch(0.47 0.014 258), oklch(0.72 0.012 255));
  --accent: light-dark(oklch(0.5 0.17 262), oklch(0.76 0.12 258));
  --good: light-dark(oklch(0.48 0.12 152), oklch(0.79 0.14 155));
  --warn: light-dark(oklch(0.5 0.11 68), oklch(0.82 0.12 80));
  --bad: light-dark(oklch(0.51 0.18 26), oklch(0.74 0.14 24));
}

@theme inline {
  --color-canvas: var(--canvas);
  --color-surface: var(--surface);
  --color-sunken: var(--sunken);
  --color-line: var(--line);
  --color-control: var(--control);
  --color-ink: var(--ink);
  --color-muted: var(--muted);
  --color-accent: var(--accent);
  --color-good: var(--good);
  --color-warn: var(--warn);
  --color-bad: var(--bad);
  --font-sans: ${sans};
  --font-mono: ${mono};
}

@layer base {
  body {
    background: var(--canvas);
    color: var(--ink);
    font-feature-settings: "cv11", "ss01";
    -webkit-font-smoothing: antialiased;
  }

  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }

  ::selection {
    background: color-mix(in oklch, var(--accent) 25%, transparent);
  }
}

/* A quiet grid that fades out below the fold of the hero. */
@utility blueprint {
  background-image:
    linear-gradient(to right, var(--line) 1px, transparent 1px),
    linear-gradient(to bottom, var(--line) 1px, transparent 1px);
  background-size: 56px 56px;
  background-position: center top;
  mask-image: radial-gradient(ellipse 75% 95% at 50% 0%, black 10%, transparent 75%);
}

/* In no layer, so that it wins over the utilities of Tailwind. */
@media (prefers-reduced-motion: reduce) {
  *,
  ::before,
  ::after {
    transition-duration: 0s;
    animation-duration: 0s;
  }
}
`;
}

/** Next loads the fonts by itself; elsewhere the bundler copies them from the package. */
const fontFaces = `
@font-face {
  font-family: "Geist";
  src: url("../node_modules/@fontsource-variable/geist/files/geist-latin-wght-normal.woff2") format("woff2");
  font-weight: 100 900;
  font-display: swap;
}

@font-face {
  font-family: "Geist Mono";
  src: url("../node_modules/@fontsource-variable/geist-mono/files/geist-mono-latin-wght-normal.woff2") format("woff2");
  font-weight: 100 900;
  font-display: swap;
}
`;
