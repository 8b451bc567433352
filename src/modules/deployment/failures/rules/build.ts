import { downloadAction, editAction, logAction, retryAction, switchActions } from "../actions";
import { isLocal, type Rule, sentence } from "../rule";

export const missingScript: Rule = {
  id: "missing-script",
  lines: [
    /Missing script: ?"?([\w:.-]+)"?/,
    /Command "([\w:.-]+)" not found|error: Script not found "([\w:.-]+)"|error Command "([\w:.-]+)" not found/,
    /ERR_PNPM_NO_SCRIPT.*?(?:Missing script:? )?(\w+)$/,
    /package\.json` file is missing a `(build)` property|missing required "?(build)"? script/i,
  ],
  reason: /missing_build_script/,
  tell({ groups }) {
    const script = groups.slice(1).find(Boolean) ?? "build";
    const use =
      script === "start"
        ? "one that serves on the port in the variable PORT"
        : "one that makes the app ready to run, or set another build command";
    return {
      message: `package.json has no script named ${script}.`,
      suggestions: [`Add the script ${script}: ${use}.`],
      recovery: [editAction, logAction],
    };
  },
};

export const noStartCommand: Rule = {
  id: "no-start-command",
  lines: [
    /No start command (?:detected|could be found|was found|specified)|determine start command: when there is no default process/i,
  ],
  tell: ({ platform }) => ({
    message: "The builder found nothing that starts the app.",
    suggestions: [
      'Add a start script to package.json that serves on the port in the variable PORT, such as "start": "next start".',
      ...(platform === "local" ? [] : ["Or give the project a start command in its deploy settings."]),
    ],
    recovery: [editAction, logAction],
  }),
};

export const noBuildPlan: Rule = {
  id: "no-build-plan",
  lines: [
    /(?:Nixpacks|Railpack) (?:was unable to generate a build plan|could not determine how to build the app|build failed)/i,
    /Error creating build plan with Railpack|No Next\.js version detected/i,
    /Dockerfile `[^`]+` does not exist|failed to (?:read|find) [Dd]ockerfile/,
  ],
  reason: /NO_VERSION|build_plan/i,
  tell: ({ lines, at }) => {
    const isNext = /Next\.js version/.test(lines[at] ?? "");
    return {
      message: isNext
        ? "The project is set up as a Next.js app, but its package.json does not name next."
        : "The builder could not find out how to build the project.",
      suggestions: [
        "Check the root folder: it must be the folder that holds the app's own package.json.",
        "For an app in a folder of a larger repository, set its root folder in the deploy settings.",
      ],
      recovery: [editAction, logAction],
    };
  },
};

/** The builder took the project for one of another language, or the files are not where it looks. */
export const wrongBuilder: Rule = {
  id: "wrong-builder",
  lines: [
    /Could not open requirements file|No such file or directory: 'requirements\.txt'|requirements\.txt: No such file/,
    /Could not locate Gemfile|go: go\.mod file not found|could not find `Cargo\.toml`/,
    /(?:gunicorn|uvicorn|bundle|rails): (?:command )?not found/,
  ],
  tell: () => ({
    message: "The builder took the project for one of another language than it is written in.",
    suggestions: [
      "Set the runtime of the service to Node, and its build and start commands to those of package.json.",
      "A stray requirements.txt, Gemfile or Dockerfile in the root folder misleads the builder: move it away.",
    ],
    recovery: [editAction, logAction],
  }),
};

export const missingFolder: Rule = {
  id: "missing-root-folder",
  lines: [
    /Root Directory "?([^"\s]+)"? (?:does not exist|is missing)/i,
    /Couldn't find a package\.json file in|enoent Could not read package\.json|No package\.json (?:was )?found/i,
  ],
  tell: ({ groups }) => ({
    message: `There is no ${groups[1] ? `folder ${groups[1]}` : "package.json"} where the builder looks for the app.`,
    suggestions: ["Set the root folder in the deploy settings to the folder that holds the app's package.json."],
    recovery: [editAction, logAction],
  }),
};

export const noOutput: Rule = {
  id: "no-output-folder",
  lines: [
    /No Output Directory named "([^"]+)" found/,
    /Publish directory (\S+) does not exist/i,
    /routes-manifest\.json" couldn't be found|The Output Directory "([^"]+)" is empty/,
  ],
  reason: /NO_OUT_DIR|NO_ROUTES_MANIFEST/,
  tell: ({ groups }) => ({
    message: `The build ended, but left nothing in the folder that is to be served${groups[1] ? `: ${groups[1]}` : ""}.`,
    suggestions: [
      "Set the output folder to the one that the build writes: dist for Vite and Astro, .next for Next.js, out for a static export.",
    ],
    recovery: [editAction, logAction],
  }),
};

export const conflictingPaths: Rule = {
  id: "conflicting-paths",
  lines: [
    /Two or more files have conflicting paths or names.*?(?:The path "([^"]+)" has conflicts with "([^"]+)")?\.?$/,
    /Conflicting (?:app and page file|paths|public file)|You cannot have two parallel pages that resolve to the same path/i,
    /The (?:segment|path)? ?"[^"]+" (?:occurs|has) .*(?:conflicting|more than one path)/,
  ],
  reason: /conflicting_(?:file_path|path_segment)/,
  tell: ({ groups }) => ({
    message: `Two files of the project lead to the same address${groups[1] ? `: ${groups[1]} and ${groups[2]}` : ""}.`,
    suggestions: ["Rename or remove one of them: names count without their extension."],
    recovery: [editAction, logAction],
  }),
};

export const staticExport: Rule = {
  id: "static-export",
  lines: [
    /cannot be used with "output: export"|"output: export" (?:config|requires|does not)/,
    /\[\w*\] (?:Cannot use server-rendered pages without an adapter|No adapter installed)|NoAdapterInstalled/,
  ],
  tell: () => ({
    message: "The project is set to be exported as plain files, but a page of it needs a server.",
    suggestions: [
      'Remove output: "export" from next.config, or for Astro add an adapter, if the app is to run on a server.',
      "Or make the page static: no cookies, no headers, generateStaticParams for each dynamic route.",
    ],
    recovery: [editAction, logAction],
  }),
};

export const prerenderError: Rule = {
  id: "prerender-error",
  lines: [
    /Error occurred prerendering page "([^"]+)"/,
    /Failed to collect (?:page data|configuration) for (\S+)/,
    /(?:Dynamic server usage: )?Route (\S+) couldn't be rendered statically because/,
    /useSearchParams\(\) should be wrapped in a suspense boundary at page "([^"]+)"/,
  ],
  tell({ groups, lines, at }) {
    const page = groups.slice(1).find(Boolean) ?? "a page";
    const isSuspense = /useSearchParams/.test(lines[at] ?? "");
    return {
      message: `The build could not render ${page} ahead of time.`,
      suggestions: isSuspense
        ? ["Put the component that calls useSearchParams into a Suspense boundary."]
        : [
            "The lines above it say why: mostly data or a variable that is not there while the app is built.",
            'If the page needs a request, let it be rendered then: export const dynamic = "force-dynamic".',
          ],
      recovery: [editAction, logAction],
    };
  },
};

export const commandNotFound: Rule = {
  id: "command-not-found",
  lines: [/^(?:sh|bash|\/bin\/sh): (?:line )?(?:\d+: )?(\S+?): (?:command )?not found$/, /^spawn (\S+) ENOENT$/],
  tell: ({ groups, phase }) => ({
    message: `${phase === "start" ? "The start" : "The build"} calls the program ${groups[1]}, which is not installed.`,
    suggestions: [
      `If ${groups[1]} comes from a package, put the package into package.json.`,
      "Some platforms leave out devDependencies when NODE_ENV is production: what the build needs may have to move.",
    ],
    recovery: [editAction, logAction],
  }),
};

const ignored = /A complete log|Lifecycle script|command (?:failed|sh -c)|Build failed in|exited with \d+|^==>/;
const said = /\b(?:error|failed|exception|fatal)\b/i;

/** The last resort: the work ended badly and nothing says why, but for the first line that speaks of an error. */
export const ended: Rule = {
  id: "ended-with-code",
  lines: [
    /exit(?:ed)? (?:with )?(?:code|status):? ?(\d+)|^(?:Error: )?Command "([^"]+)" exited with (\d+)/i,
    /did not complete successfully: exit code: (\d+)|npm (?:error|ERR!) code (\d+)$|ELIFECYCLE.*exit code (\d+)/,
  ],
  reason: /nonZeroExit|BUILD_UTILS_SPAWN|crash/i,
  tell(found) {
    const { phase, exit, groups, lines, reason } = found;
    const code =
      exit?.code ?? groups.slice(1).find((group) => /^\d+$/.test(group)) ?? /\b\d+\b/.exec(reason ?? "")?.[0];
    const how = exit?.signal ? `was ended by ${exit.signal}` : `ended with code ${code ?? "unknown"}`;
    const first = lines.find((line) => said.test(line) && !ignored.test(line))?.trim();
    const because = first ? ` It said: ${sentence(first)}` : "";
    const what = {
      install: "Installing the packages",
      build: "The build",
      migrate: "The step before the start",
      start: "",
    };
    return {
      message: phase === "start" ? `The app ${how} before it answered.${because}` : `${what[phase]} ${how}.${because}`,
      suggestions: [
        phase === "start"
          ? "Read its last lines below, repair what they name, then deploy again."
          : "Read the lines below, repair what they name, then deploy again.",
      ],
      recovery: [
        editAction,
        logAction,
        retryAction,
        ...(isLocal(found) ? [] : [...switchActions(found.platform), downloadAction]),
      ],
    };
  },
};
