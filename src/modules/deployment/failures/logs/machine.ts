import type { Sample } from "./sample";

export const machineLogs: Sample[] = [
  {
    rule: "out-of-memory",
    platform: "local",
    phase: "build",
    log: `   Creating an optimized production build ...

<--- Last few GCs --->

[2412:0x7f1c2c000d80]    41873 ms: Mark-Compact 2036.1 (2085.5) -> 2031.7 (2086.0) MB, 1503.52 / 0.00 ms  (average mu = 0.097)

FATAL ERROR: Ineffective mark-compacts near heap limit Allocation failed - JavaScript heap out of memory
----- Native stack trace -----
npm error Lifecycle script \`build\` failed with error:
npm error code 134`,
    also: ["ended-with-code"],
    says: "The build ran out of memory.",
    shows: "FATAL ERROR: Ineffective mark-compacts",
  },
  {
    rule: "out-of-memory",
    platform: "railway",
    phase: "build",
    log: `#14 [stage-0 8/10] RUN npm run build
#14 1.206 > shop@0.1.0 build
#14 1.206 > next build
#14 38.41 Killed
#14 ERROR: process "/bin/bash -ol pipefail -c npm run build" did not complete successfully: exit code: 137`,
    also: ["ended-with-code"],
    says: "killed from outside with SIGKILL",
    shows: "Killed",
  },
  {
    rule: "out-of-memory",
    platform: "vercel",
    phase: "build",
    log: `   Linting and checking validity of types ...
Error: Command "npm run build" exited with SIGKILL
At least one "Out of Memory" ("OOM") event was detected during the build. This occurs when processes or applications running during the build completely fill up the available memory (RAM) in the build container.`,
    says: "the system does when memory runs out",
  },
  {
    rule: "out-of-memory",
    platform: "render",
    phase: "start",
    reason: "oomKilled",
    log: `==> Running 'npm start'
> shop@0.1.0 start
> next start`,
    says: "The app ran out of memory.",
    shows: "Render: oomKilled",
  },
  {
    rule: "disk-full",
    platform: "railway",
    phase: "build",
    log: `npm error code ENOSPC
npm error syscall write
npm error errno -28
npm error nospc ENOSPC: no space left on device, write
npm error nospc There appears to be insufficient space on your system to finish.`,
    says: "The disk of the build on Railway is full",
  },
  {
    rule: "permission-denied",
    platform: "vercel",
    phase: "start",
    log: `Error: EROFS: read-only file system, open '/var/task/data/notes.json'
    at Object.openSync (node:fs:573:18)`,
    also: ["start-crash"],
    says: "permissions do not allow it: /var/task/data/notes.json",
  },
  {
    rule: "permission-denied",
    platform: "render",
    phase: "build",
    log: `==> Running build command './build.sh'...
bash: line 1: ./build.sh: Permission denied
==> Build failed 😞`,
    says: "./build.sh",
  },
  {
    rule: "timed-out",
    platform: "vercel",
    phase: "build",
    log: `> vite build --watch
vite v8.0.0 building client environment for production...
Error: The build exceeded the maximum duration of 45 minutes.`,
    says: "within the time that Vercel gives it",
  },
  {
    rule: "timed-out",
    platform: "render",
    phase: "build",
    reason: "timedOutSeconds: 1800",
    log: `==> Running build command 'npm ci && npm run build'...
> shop@0.1.0 build
> node scripts/wait.js`,
    says: "within the time that Render gives it",
  },
  {
    rule: "function-too-large",
    platform: "vercel",
    phase: "build",
    log: `Build Completed in /vercel/output [20s]
Deploying outputs...
Error: A Serverless Function has exceeded the unzipped maximum size of 250 MB. : https://vercel.link/serverless-function-size`,
    says: "250 MB",
  },
  {
    rule: "function-too-large",
    platform: "vercel",
    phase: "build",
    log: `Failed to process build result for "api/index". Data: {"type":"Lambda"}.
Error: The Serverless Function "api/index" is 68.16mb which exceeds the maximum size limit of 50mb. Learn More: https://vercel.link/serverless-function-size`,
    says: "(api/index)",
  },
  {
    rule: "image-too-large",
    platform: "railway",
    phase: "build",
    log: `exporting to docker image format
Image of size 4.6 GB exceeded limit of 4.0 GB. Upgrade your plan to increase the image size limit.`,
    also: ["plan-limit"],
    says: "The built image is 4.6 GB, and the plan takes 4.0 GB at most.",
  },
  {
    rule: "file-too-large",
    platform: "vercel",
    phase: "build",
    log: `Error: File size limit exceeded (100 MB): "public/intro.mp4" cannot be deployed.`,
    says: "larger than Vercel takes",
  },
  {
    rule: "plan-limit",
    platform: "railway",
    phase: "build",
    log: "Your trial has expired. Please select a plan to continue using Railway.",
    says: "Your trial has expired",
  },
  {
    rule: "plan-limit",
    platform: "render",
    phase: "build",
    log: "==> Build blocked: you are out of build minutes for this month. Add a payment method or raise the spend limit.",
    says: "Render does not go on with this account's plan",
  },
  {
    rule: "platform-trouble",
    platform: "vercel",
    phase: "build",
    log: `Running build in Washington, D.C., USA (East) – iad1
Error: We encountered an internal error. Please try again.`,
    says: "for a reason of its own",
  },
];
