import type { Slots, TemplateFile } from "../../engine/feature";
import { toJson } from "../../engine/manifest";
import { listOf } from "../base/literals";

/** Configuration files of the tools: TypeScript, PostCSS and Next. */
export function renderSettings(slots: Slots): TemplateFile[] {
  return [
    { path: "tsconfig.json", content: toJson(tsconfig) },
    { path: "postcss.config.mjs", content: postcss },
    { path: "next.config.ts", content: nextConfig(slots) },
    { path: "next-env.d.ts", content: nextEnvironment },
  ];
}

const tsconfig = {
  compilerOptions: {
    target: "ES2023",
    lib: ["dom", "dom.iterable", "ES2023"],
    module: "esnext",
    moduleResolution: "bundler",
    strict: true,
    noUncheckedIndexedAccess: true,
    noImplicitOverride: true,
    noFallthroughCasesInSwitch: true,
    isolatedModules: true,
    resolveJsonModule: true,
    esModuleInterop: true,
    allowJs: false,
    skipLibCheck: true,
    noEmit: true,
    incremental: true,
    jsx: "react-jsx",
    types: ["node"],
    plugins: [{ name: "next" }],
    paths: { "@/*": ["./src/*"] },
  },
  include: ["next-env.d.ts", "**/*.ts", "**/*.tsx", ".next/types/**/*.ts", ".next/dev/types/**/*.ts"],
  exclude: ["node_modules"],
};

const postcss = `export default {
  plugins: { "@tailwindcss/postcss": {} },
};
`;

/** Next rewrites this file on every build; it is written so that a type check works before the first one. */
const nextEnvironment = `/// <reference types="next" />
/// <reference types="next/image-types/global" />
`;

function nextConfig({ externalPackages, tracedFiles }: Slots): string {
  const external =
    externalPackages.length === 0 ? "" : `\n${listOf("  serverExternalPackages: ", externalPackages, ",")}`;
  const traced =
    tracedFiles.length === 0 ? "" : `\n${listOf(`  outputFileTracingIncludes: { "/*": `, tracedFiles, " },")}`;
  return `import type { NextConfig } from "next";

const securityHeaders = [
  { key: "Referrer-Policy", value: "strict-origin-when-cross-origin" },
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "X-Frame-Options", value: "DENY" },
];

const config: NextConfig = {
  poweredByHeader: false,
  headers: async () => [{ source: "/:path*", headers: securityHeaders }],
  // Without it a lockfile in a parent folder would be taken for the root of this project.
  turbopack: { root: import.meta.dirname },${external}${traced}
};

export default config;
`;
}
