import { type Layout, manifest } from "./layout";

const remix: Layout = {
  name: "Remix app",
  files: {
    "package.json": manifest({
      name: "remix-app",
      scripts: { build: "remix vite:build", start: "remix-serve ./build/server/index.js" },
      dependencies: ["@remix-run/node", "@remix-run/react", "@remix-run/serve", "react", "@prisma/client"],
      devDependencies: ["@remix-run/dev", "vite", "prisma"],
    }),
    "package-lock.json": "{}",
    "vite.config.ts": `import { vitePlugin as remix } from "@remix-run/dev";\nimport { defineConfig } from "vite";\nexport default defineConfig({ plugins: [remix()] });\n`,
    "prisma/schema.prisma": `datasource db {\n  provider = "sqlite"\n  url = env("DATABASE_URL")\n}\n`,
    "app/session.server.ts": `import { createCookieSessionStorage } from "@remix-run/node";\nimport invariant from "tiny-invariant";\ninvariant(process.env.SESSION_SECRET, "SESSION_SECRET must be set");\nexport const storage = createCookieSessionStorage({ cookie: { name: "s", secrets: [process.env.SESSION_SECRET] } });\n`,
  },
  stack: { framework: "remix", database: "prisma-sqlite" },
  required: ["DATABASE_URL", "SESSION_SECRET"],
  optional: [],
};

const svelteKit: Layout = {
  name: "SvelteKit app",
  files: {
    "package.json": manifest({
      name: "kit",
      scripts: { build: "vite build", preview: "vite preview" },
      devDependencies: [
        "@sveltejs/kit",
        "@sveltejs/adapter-node",
        "svelte",
        "vite",
        "@supabase/ssr",
        "@supabase/supabase-js",
      ],
    }),
    "pnpm-lock.yaml": "",
    "src/hooks.server.ts": `import { PUBLIC_SUPABASE_URL, PUBLIC_SUPABASE_ANON_KEY } from "$env/static/public";\nimport { env } from "$env/dynamic/private";\nexport const key = env.SERVICE_TOKEN ?? "";\nexport const url = PUBLIC_SUPABASE_URL + PUBLIC_SUPABASE_ANON_KEY;\n`,
    "src/routes/+page.svelte": `<script lang="ts">\n  import { PUBLIC_TITLE } from "$env/static/public";\n  let count: number = $state(0);\n</script>\n<h1>{PUBLIC_TITLE} {import.meta.env.VITE_BUILD}</h1>\n`,
  },
  stack: { framework: "sveltekit", packageManager: "pnpm", database: "supabase", auth: "supabase" },
  required: ["PUBLIC_SUPABASE_ANON_KEY", "PUBLIC_SUPABASE_URL", "PUBLIC_TITLE", "VITE_BUILD"],
  optional: ["SERVICE_TOKEN"],
};

const astroBlog: Layout = {
  name: "Astro blog",
  files: {
    "package.json": manifest({
      name: "blog",
      scripts: { build: "astro build", preview: "astro preview" },
      dependencies: ["astro", "@astrojs/mdx", "@astrojs/rss"],
    }),
    "package-lock.json": "{}",
    "astro.config.mjs": `import { defineConfig, envField } from "astro/config";\nexport default defineConfig({ env: { schema: {\n  NEWSLETTER_KEY: envField.string({ context: "server", access: "secret" }),\n  POSTS_PER_PAGE: envField.number({ context: "client", access: "public", default: 10 }),\n} } });\n`,
    "src/pages/index.astro": `---\nimport Layout from "../layouts/layout.astro";\nconst analytics = import.meta.env.PUBLIC_ANALYTICS_ID;\n---\n<Layout>{analytics && <p>{import.meta.env.SITE}</p>}</Layout>\n`,
    "src/content/post.md": "# Set process.env.NOT_READ in your shell\n",
  },
  stack: { framework: "astro", database: "none", auth: "none" },
  required: ["NEWSLETTER_KEY", "PUBLIC_ANALYTICS_ID"],
  optional: ["POSTS_PER_PAGE"],
};

const viteSupabase: Layout = {
  name: "Vite React SPA with Supabase",
  files: {
    "package.json": manifest({
      name: "spa",
      scripts: { build: "vite build", preview: "vite preview" },
      dependencies: ["react", "react-dom", "@supabase/supabase-js"],
      devDependencies: ["vite", "@vitejs/plugin-react", "vitest"],
    }),
    "package-lock.json": "{}",
    "index.html": `<div id="root"></div><script type="module" src="/src/main.tsx"></script>`,
    "src/supabase.ts": `import { createClient } from "@supabase/supabase-js";\nexport const supabase = createClient(import.meta.env.VITE_SUPABASE_URL, import.meta.env.VITE_SUPABASE_ANON_KEY);\n`,
    "src/main.tsx": `import { supabase } from "./supabase";\nexport const signIn = () => supabase.auth.signInWithPassword({ email: "a@example.com", password: "x" });\n`,
    "src/vite-env.d.ts": `interface ImportMetaEnv {\n  readonly VITE_SUPABASE_URL: string;\n}\n`,
  },
  stack: { framework: "vite-react", database: "supabase", auth: "supabase", extras: ["vitest"] },
  required: ["VITE_SUPABASE_ANON_KEY", "VITE_SUPABASE_URL"],
  optional: [],
};

const nuxt: Layout = {
  name: "Nuxt app",
  files: {
    "package.json": manifest({
      name: "nuxt-app",
      scripts: { build: "nuxt build", preview: "nuxt preview" },
      dependencies: ["nuxt", "vue", "@nuxtjs/i18n"],
    }),
    "pnpm-lock.yaml": "",
    "nuxt.config.ts": `export default defineNuxtConfig({\n  modules: ["@nuxtjs/i18n"],\n  runtimeConfig: {\n    stripeSecret: "",\n    public: { apiBase: "/api" },\n  },\n});\n`,
    "pages/index.vue": `<template>\n  <p>{{ config.public.apiBase }}</p>\n</template>\n\n<script setup lang="ts">\nconst config = useRuntimeConfig();\nconst flag = process.env.FEATURE_FLAG === "on";\n</script>\n`,
  },
  stack: { framework: "nuxt", packageManager: "pnpm", extras: ["i18n"] },
  required: ["NUXT_STRIPE_SECRET"],
  optional: ["FEATURE_FLAG", "NUXT_PUBLIC_API_BASE"],
};

export const webLayouts: readonly Layout[] = [remix, svelteKit, astroBlog, viteSupabase, nuxt];
