import { downloadAction, editAction, logAction, platformNames, retryAction, switchActions } from "../actions";
import { type Found, isLocal, type Rule } from "../rule";

const appsAction = {
  action: "check",
  label: "See the apps on this machine",
  command: "berth apps",
  href: "/deployments",
} as const;

const moreMemory: Record<Found["platform"], string> = {
  local: "Run Berth on a machine with more memory: a build may want 2 GB.",
  vercel: "In the project's settings on Vercel, choose a larger build machine or more memory for its functions.",
  railway: "In the service's settings on Railway, raise the memory limit, as far as the plan allows.",
  render: "Choose a plan with more memory for the service on Render.",
};

const what = ({ phase }: Found) => (phase === "start" ? "app" : phase === "install" ? "install" : "build");

export const outOfMemory: Rule = {
  id: "out-of-memory",
  lines: [
    /heap out of memory|Reached heap limit|\bENOMEM\b|Cannot allocate memory|Array buffer allocation failed/i,
    /\b(?:ran )?out of memory\b(?! killer)|"OOM"\) event/i,
    /exit(?:ed)? (?:code|with|status)?:? ?(?:with (?:code|status) )?137\b|exited with SIGKILL|^Killed$/,
  ],
  reason: /oom/i,
  ends: [137, "SIGKILL"],
  tell(found) {
    const line = found.lines[found.at] ?? "";
    const isKilled = found.at < 0 ? !/oom/i.test(found.reason ?? "") : /137|SIGKILL|^Killed$/.test(line);
    const message = isKilled
      ? `The ${what(found)} was killed from outside with SIGKILL, which the system does when memory runs out.`
      : `The ${what(found)} ran out of memory.`;
    const less = "Close other programs or stop apps you do not need, then try again.";
    return {
      message,
      suggestions: isLocal(found)
        ? [less, moreMemory.local]
        : [
            moreMemory[found.platform],
            "A build that type-checks and lints apart from the bundler needs less memory at once.",
          ],
      recovery: [retryAction, ...(isLocal(found) ? [appsAction] : switchActions(found.platform))],
    };
  },
};

export const diskFull: Rule = {
  id: "disk-full",
  lines: [/\bENOSPC\b(?!.*file watchers)|\bEDQUOT\b|no space left on device|disk quota exceeded/i],
  tell: (found) => ({
    message: isLocal(found)
      ? "The disk of this machine is full, so files of the app could not be written."
      : `The disk of the build on ${platformNames[found.platform]} is full, so files could not be written.`,
    suggestions: isLocal(found)
      ? [
          "Free at least 2 GB on the disk that holds Berth's data folder.",
          "Delete apps you no longer need: their releases go with them.",
        ]
      : ["Drop large packages and files the build does not need.", "Deploy once more without the build cache there."],
    recovery: isLocal(found) ? [appsAction, retryAction] : [retryAction, ...switchActions(found.platform)],
  }),
};

export const permissionDenied: Rule = {
  id: "permission-denied",
  lines: [
    /\b(?:EACCES|EPERM): [a-z ]+, (?:\w+ )?'([^']+)'/,
    /\bEROFS\b: read-only file system, \w+ '([^']+)'/,
    /^(?:sh|bash|\/bin\/sh): (?:line )?(?:\d+: )?(\S+): Permission denied$/,
  ],
  tell: ({ groups, platform }) => ({
    message: `A file could not be used because its permissions do not allow it${groups[1] ? `: ${groups[1]}` : ""}.`,
    suggestions: [
      "Write only inside the project's folder while it builds, and in the temporary folder (TMPDIR) while it runs.",
      "A script that is started directly must be executable: git update-index --chmod=+x FILE.",
      ...(platform === "vercel" ? ["On Vercel, a function may write to /tmp only."] : []),
    ],
    recovery: [editAction, logAction],
  }),
};

export const timedOut: Rule = {
  id: "timed-out",
  lines: [
    /\b(?:build|deploy(?:ment)?)\b.{0,40}\b(?:timed out|exceeded (?:the )?(?:maximum|max).{0,20}(?:duration|time))/i,
    /\bexceeded the maximum (?:build )?(?:duration|time) of\b/i,
    /context deadline exceeded/,
  ],
  reason: /timed_?out|timeout|deadline/i,
  tell: ({ platform, phase }) => ({
    type: "TIMEOUT",
    message: `${phase === "start" ? "The app did not answer" : "The build did not end"} within the time that ${platformNames[platform]} gives it, so it was stopped.`,
    suggestions: [
      "Look in the log for the last thing it did: a command that waits for input or never ends is the usual cause.",
      "Leave watchers and servers (next dev, tsc --watch) out of the build script.",
    ],
    recovery: [retryAction, logAction, ...switchActions(platform)],
  }),
};

export const functionTooLarge: Rule = {
  id: "function-too-large",
  lines: [
    /(?:Serverless|Edge|Vercel) Function(?: "([^"]+)")? (?:has exceeded|is [\d.]+ ?[km]b|size is).*(?:maximum size|size limit|limit of)/i,
    /Max serverless function size of [\d.]+ ?MB/i,
  ],
  tell: ({ groups, platform }) => ({
    message: `A function of the app${groups[1] ? ` (${groups[1]})` : ""} is larger than Vercel takes: 250 MB with all files it needs, unpacked.`,
    suggestions: [
      "Leave out what it does not need at run time: outputFileTracingExcludes in next.config, excludeFiles in vercel.json.",
      "Move heavy packages (browsers, models, native binaries) to another service, or deploy to a platform that runs whole servers.",
    ],
    recovery: [editAction, ...switchActions(platform)],
  }),
};

export const imageTooLarge: Rule = {
  id: "image-too-large",
  lines: [/Image of size ([\d.]+ ?[MG]i?B) exceeded limit of ([\d.]+ ?[MG]i?B)/i],
  tell: ({ groups, platform }) => ({
    type: "QUOTA_EXCEEDED",
    message: `The built image is ${groups[1]}, and the plan takes ${groups[2]} at most.`,
    suggestions: [
      "Move packages that only the build needs to devDependencies, and large files out of the project.",
      `Or raise the plan on ${platformNames[platform]}.`,
    ],
    recovery: [editAction, ...switchActions(platform)],
  }),
};

export const fileTooLarge: Rule = {
  id: "file-too-large",
  lines: [
    /\bFile (?:"?([^"\s]+)"? )?(?:size )?(?:is [\d.]+ ?[MG]B.*exceeds|limit exceeded|size limit exceeded)/i,
    /\b(?:413 )?(?:Payload|Request Entity|Content) Too Large\b/i,
    /exceeds GitHub's file size limit/,
  ],
  tell: ({ groups, platform }) => ({
    type: "UPLOAD_FAILED",
    message: `A file of the project${groups[1] ? ` (${groups[1]})` : ""} is larger than ${platformNames[platform]} takes.`,
    suggestions: ["Keep large files in a storage service and load them from there, or leave them out of the project."],
    recovery: [editAction, ...switchActions(platform), downloadAction],
  }),
};

export const planLimit: Rule = {
  id: "plan-limit",
  lines: [
    /trial (?:has )?(?:expired|ended)|out of (?:credits|build minutes|pipeline minutes)|no (?:pipeline|build) minutes/i,
    /(?:Free|Hobby|Trial) plan (?:resource|usage|build)?.{0,40}(?:limit|exceeded|upgrade)/i,
    /(?:upgrade|change) your plan to (?:continue|deploy|increase)|plan does not (?:allow|support|include)/i,
    /(?:build|usage|spend) limit (?:reached|exceeded)|Payment (?:information )?(?:is )?required/i,
  ],
  reason: /plan_limit|build_minutes|payment_required/i,
  tell: ({ platform, lines, at }) => ({
    type: "PAYMENT_REQUIRED",
    message: `${platformNames[platform]} does not go on with this account's plan${at < 0 ? "" : `: ${lines[at]?.trim().replace(/\.$/, "")}`}.`,
    suggestions: [
      `Look at the plan and its usage on ${platformNames[platform]}, then try again.`,
      "Or deploy to another place.",
    ],
    recovery: [...switchActions(platform), retryAction],
  }),
};

export const platformTrouble: Rule = {
  id: "platform-trouble",
  lines: [
    /We encountered an internal error\. Please try again|An unexpected (?:internal )?error happened when running this build/i,
    /Internal (?:system|server) error.*(?:our team|status page)|failed to (?:pull|push) (?:the )?image|Failed to provision (?:a )?(?:builder|build machine)/i,
  ],
  reason: /^internal_error\b|evicted/i,
  tell: ({ platform }) => ({
    type: "PLATFORM_UNAVAILABLE",
    message: `The builder of ${platformNames[platform]} failed for a reason of its own, not of the project.`,
    suggestions: [`Try again in a few minutes; the status page of ${platformNames[platform]} tells of known trouble.`],
    recovery: [retryAction, ...switchActions(platform)],
    isTemporary: true,
  }),
};
