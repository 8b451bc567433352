import type { Sample } from "./sample";

export const projectLogs: Sample[] = [
  {
    rule: "source-error",
    platform: "vercel",
    phase: "build",
    log: `   ▲ Next.js 16.4.5 (Turbopack)
 ✓ Compiled successfully in 4.1s
Failed to compile.

./src/app/page.tsx:12:7
Type error: Type 'string' is not assignable to type 'number'.

> 12 |   const total: number = "three";
     |         ^
Error: Command "npm run build" exited with 1`,
    also: ["ended-with-code"],
    says: "a type error in src/app/page.tsx, line 12",
  },
  {
    rule: "source-error",
    platform: "railway",
    phase: "build",
    log: `#12 9.117 ./src/app/page.tsx:2:1
#12 9.117 Module not found: Can't resolve '@/components/chart'
#12 9.117
#12 ERROR: process "/bin/sh -c npm run build" did not complete successfully: exit code: 1`,
    also: ["missing-module", "ended-with-code"],
    says: "src/app/page.tsx, line 2",
  },
  {
    rule: "lint-error",
    platform: "vercel",
    phase: "build",
    log: `   Linting and checking validity of types ...

Failed to compile.

./src/app/page.tsx
3:10  Warning: 'format' is defined but never used.  @typescript-eslint/no-unused-vars
12:5  Error: 'total' is never reassigned. Use 'const' instead.  prefer-const

info  - Need to disable some ESLint rules? Learn more here: https://nextjs.org/docs/app/api-reference/config/eslint`,
    says: "src/app/page.tsx, line 12: 'total' is never reassigned. Use 'const' instead. (prefer-const)",
  },
  {
    rule: "lint-error",
    platform: "render",
    phase: "build",
    log: `src/app.ts:3:5 lint/suspicious/noExplicitAny ━━━━━━━━━━━━━━━━━━━━

  × Unexpected any. Specify a different type.`,
    says: "lint/suspicious/noExplicitAny",
  },
  {
    rule: "missing-module",
    platform: "railway",
    phase: "start",
    log: `node:internal/modules/package_json_reader:314
  throw new ERR_MODULE_NOT_FOUND(packageName, fileURLToPath(base), null);

Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'dotenv' imported from /app/dist/server.js
    at Object.getPackageJSONURL (node:internal/modules/package_json_reader:314:9)`,
    also: ["start-crash"],
    says: "The app needs dotenv, which is not there.",
  },
  {
    rule: "missing-module",
    platform: "vercel",
    phase: "build",
    log: `[vite]: Rollup failed to resolve import "@tanstack/react-query" from "/vercel/path0/src/main.tsx".
This is most likely unintended because it can break your application at runtime.`,
    says: "The build needs @tanstack/react-query",
  },
  {
    rule: "syntax-error",
    platform: "render",
    phase: "start",
    log: `file:///opt/render/project/src/server.js:8
  const app = ;
              ^
SyntaxError: Unexpected token ';'
    at compileSourceTextModule (node:internal/modules/esm/utils:346:16)
==> Exited with status 1`,
    also: ["start-crash", "ended-with-code"],
    says: "Unexpected token ';'",
  },
  {
    rule: "missing-variable",
    platform: "vercel",
    phase: "build",
    log: `   Collecting page data ...
❌ Invalid environment variables: [
  {
    expected: 'string',
    code: 'invalid_type',
    path: [ 'DATABASE_URL' ],
    message: 'Invalid input: expected string, received undefined'
  },
  {
    expected: 'string',
    code: 'invalid_type',
    path: [ 'STRIPE_SECRET_KEY' ],
    message: 'Invalid input: expected string, received undefined'
  }
]
Error: Invalid environment variables
> Build error occurred
Error: Failed to collect page data for /api/auth/[...nextauth]
Error: Command "npm run build" exited with 1`,
    also: ["prerender-error", "ended-with-code"],
    says: "Variables are missing that the app cannot go without: DATABASE_URL, STRIPE_SECRET_KEY.",
  },
  {
    rule: "missing-variable",
    platform: "railway",
    phase: "build",
    log: "❌ Invalid environment variables: { DATABASE_URL: [ 'Invalid url' ] }\nError: Invalid environment variables",
    says: "does not accept the value of a variable: DATABASE_URL.",
  },
  {
    rule: "missing-variable",
    platform: "render",
    phase: "start",
    log: `==> Running 'npm start'
Error: DATABASE_URL is not defined
    at validateConfig (/opt/render/project/src/config.js:12:9)
==> Exited with status 1`,
    also: ["start-crash", "ended-with-code"],
    says: "DATABASE_URL",
  },
  {
    rule: "missing-variable",
    platform: "railway",
    phase: "migrate",
    log: `Prisma schema loaded from prisma/schema.prisma
Error: Prisma schema validation - (get-config wasm)
Error code: P1012
error: Environment variable not found: DATABASE_URL.
  -->  prisma/schema.prisma:8`,
    says: "DATABASE_URL",
  },
  {
    rule: "missing-variable",
    platform: "vercel",
    phase: "start",
    log: "AI_LoadAPIKeyError: OpenAI API key is missing. Pass it using the 'apiKey' parameter or the OPENAI_API_KEY environment variable.",
    also: ["start-crash"],
    says: "OPENAI_API_KEY",
  },
  {
    rule: "missing-variable",
    platform: "render",
    phase: "start",
    log: `ZodError: [
  {
    "code": "invalid_type",
    "path": [
      "SESSION_SECRET"
    ],
    "message": "Required"
  }
]`,
    also: ["start-crash"],
    says: "SESSION_SECRET",
  },
  {
    rule: "missing-script",
    platform: "railway",
    phase: "build",
    log: `npm error Missing script: "build"
npm error
npm error To see a list of scripts, run:
npm error   npm run`,
    says: "no script named build",
  },
  {
    rule: "missing-script",
    platform: "render",
    phase: "start",
    log: `==> Running 'npm start'
npm error Missing script: "start"
==> Exited with status 1`,
    also: ["ended-with-code"],
    says: "no script named start",
  },
  {
    rule: "no-start-command",
    platform: "railway",
    phase: "build",
    log: `using build driver railpack-v0.37.0
✖ No start command detected. Specify a start command:
  https://railpack.com/config/file`,
    says: "found nothing that starts the app",
  },
  {
    rule: "no-build-plan",
    platform: "railway",
    phase: "build",
    log: `⚠ Script start.sh not found
✖ Railpack could not determine how to build the app.

The following languages are supported:
Php
Node`,
    says: "could not find out how to build",
  },
  {
    rule: "no-build-plan",
    platform: "railway",
    phase: "build",
    log: "Nixpacks was unable to generate a build plan for this app.\nPlease check the documentation for supported languages: https://nixpacks.com",
    says: "could not find out how to build",
  },
  {
    rule: "no-build-plan",
    platform: "vercel",
    phase: "build",
    log: 'Error: No Next.js version detected. Make sure your package.json has "next" in either "dependencies" or "devDependencies". Also check your Root Directory setting matches the directory of your package.json file.',
    says: "does not name next",
  },
  {
    rule: "wrong-builder",
    platform: "render",
    phase: "build",
    log: `==> Using Python version 3.13.4 (default)
==> Running build command 'pip install -r requirements.txt'...
ERROR: Could not open requirements file: [Errno 2] No such file or directory: 'requirements.txt'
==> Build failed 😞`,
    says: "another language",
  },
  {
    rule: "missing-root-folder",
    platform: "vercel",
    phase: "build",
    log: 'Error: The specified Root Directory "apps/web" does not exist. Please update your Project Settings.',
    says: "no folder apps/web",
  },
  {
    rule: "missing-root-folder",
    platform: "render",
    phase: "build",
    log: `npm error code ENOENT
npm error syscall open
npm error enoent Could not read package.json: Error: ENOENT: no such file or directory, open '/opt/render/project/src/package.json'
==> Build failed 😞`,
    says: "no package.json where the builder looks",
  },
  {
    rule: "no-output-folder",
    platform: "vercel",
    phase: "build",
    log: 'Error: No Output Directory named "public" found after the Build completed. Configure the Output Directory in your Project Settings.',
    says: "in the folder that is to be served: public",
  },
  {
    rule: "no-output-folder",
    platform: "render",
    phase: "build",
    log: "==> Publish directory dist does not exist!\n==> Build failed 😞",
    says: "in the folder that is to be served: dist",
  },
  {
    rule: "conflicting-paths",
    platform: "vercel",
    phase: "build",
    log: 'Error: Two or more files have conflicting paths or names. Please make sure path segments and filenames, without their extension, are unique. The path "api/hello.go" has conflicts with "api/hello.js".',
    says: "api/hello.go and api/hello.js",
  },
  {
    rule: "static-export",
    platform: "vercel",
    phase: "build",
    log: `Error: Page "/blog/[slug]" is missing "generateStaticParams()" so it cannot be used with "output: export" config.
    at /vercel/path0/node_modules/next/dist/build/index.js:1118:59`,
    says: "exported as plain files",
  },
  {
    rule: "prerender-error",
    platform: "vercel",
    phase: "build",
    log: `   Generating static pages (4/9)
Error occurred prerendering page "/about". Read more: https://nextjs.org/docs/messages/prerender-error
TypeError: Cannot read properties of undefined (reading 'title')
Export encountered an error on /about/page: /about, exiting the build.`,
    says: "could not render /about ahead of time",
  },
  {
    rule: "prerender-error",
    platform: "render",
    phase: "build",
    log: '⨯ useSearchParams() should be wrapped in a suspense boundary at page "/search". Read more: https://nextjs.org/docs/messages/missing-suspense-with-csr-bailout',
    says: "/search",
  },
  {
    rule: "command-not-found",
    platform: "render",
    phase: "build",
    log: `> shop@0.1.0 build
> vite build
sh: 1: vite: not found
==> Build failed 😞`,
    says: "the program vite",
  },
  {
    rule: "ended-with-code",
    platform: "vercel",
    phase: "build",
    reason: 'BUILD_UTILS_SPAWN_1: Command "node build.js" exited with 1',
    log: `> node build.js
The images could not be made: error while reading hero.png
Error: Command "node build.js" exited with 1`,
    says: "The build ended with code 1. It said: The images could not be made: error while reading hero.png.",
  },
];
