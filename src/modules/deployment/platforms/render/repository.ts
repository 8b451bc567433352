import { github, listConnections, type OpenConnection, PlatformError } from "@/modules/connections";
import type { ActiveStep } from "@/server/runs";
import { DeploymentFailure, retryAction } from "../../failures/failure";
import { platformPages } from "../../failures/platform-pages";
import type { ReleaseFile } from "../../local/files";
import { appMarker } from "../../repository/markers";
import { pushedFile } from "../../repository/project-files";
import { withConnection } from "../hosted";
import type { ActiveDeployment } from "../platform";

/** Where the code of an app lies, for Render to read. */
export interface CodePlace {
  /** Id of the GitHub connection. */
  github: string;
  owner: string;
  name: string;
  branch: string;
  /** As people open it, and as Render is given it. */
  url: string;
}

/** The GitHub account that carries the code: the one that did before, else the newest whose token works. */
export async function chooseGithub(
  active: ActiveDeployment,
  access: Pick<OpenConnection, "isEmulated">,
  before: string | undefined,
): Promise<string> {
  const connections = await listConnections(active.run.ctx, { platform: "github" });
  const usable = connections.filter(({ isMoved, emulated }) => !isMoved && emulated === access.isEmulated);
  const known = usable.find(({ id }) => id === before);
  const working = usable.filter(({ state }) => state === "ok");
  // A refused one makes the deployment wait for its new token, which is still better than to end it.
  const chosen = known ?? working.at(-1) ?? usable.at(-1);
  if (chosen) return chosen.id;
  throw new DeploymentFailure({
    type: "INVALID_CONFIG",
    severity: "recoverable",
    message: "Render takes no files: it builds from a GitHub repository, and no GitHub account is connected.",
    suggestions: ["Connect GitHub. Berth then makes a private repository for the app and pushes the code to it."],
    recovery: [{ action: "manual", label: "Connect GitHub", href: "/connections?connect=github" }, retryAction],
  });
}

/** The app's repository, made when there is none; known by its marker, so that nobody else's is ever pushed to. */
export async function ensureCode(
  active: ActiveDeployment,
  { connectionId, appId, known }: { connectionId: string; appId: string; known: string | undefined },
  step: ActiveStep,
): Promise<CodePlace> {
  const { name } = active.spec;
  const names = known === undefined ? [name, `${name}-${appId.slice(-6)}`] : [known];
  const found = await withConnection(active, connectionId, async (access) => {
    const marker = appMarker(appId);
    for (const candidate of names) {
      try {
        return await github.ensureRepository(access, { name: candidate, isPrivate: true, marker }, step.signal);
      } catch (error) {
        const isTaken = PlatformError.is(error) && error.kind === "NAME_TAKEN";
        if (!isTaken || candidate === names.at(-1)) throw error;
      }
    }
    throw new Error("A list of names has a last one.");
  });
  if (found.wasCreated) {
    active.log(step.name, "berth", `Made the private repository ${found.htmlUrl} for the code.`);
    active.log(
      step.name,
      "berth",
      `Render reads it through its own GitHub app, which must be given ${found.owner}/${found.name} or all repositories: ${platformPages.render.githubApp}`,
    );
  }
  const { owner, defaultBranch: branch, htmlUrl: url } = found;
  return { github: connectionId, owner, name: found.name, branch, url };
}

/** Puts the files on the app's branch as one commit on top; answers its id. */
export async function pushCode(
  active: ActiveDeployment,
  place: CodePlace,
  files: readonly ReleaseFile[],
  step: ActiveStep,
): Promise<string> {
  const pushed = await withConnection(active, place.github, (access) =>
    github.pushFiles(
      access,
      {
        owner: place.owner,
        name: place.name,
        branch: place.branch,
        files: files.map(pushedFile),
        message: `Deploy ${active.spec.name} to ${active.spec.target}\n\nBerth-Deployment: ${active.id}`,
      },
      step.signal,
    ),
  );
  const what = pushed.wasUnchanged ? "The repository has these files already" : `${files.length} files pushed`;
  active.log(step.name, "berth", `${what}: ${pushed.htmlUrl}`);
  return pushed.commit;
}
