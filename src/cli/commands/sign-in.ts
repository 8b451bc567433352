import { spawn } from "node:child_process";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { hostname, userInfo } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Command } from "commander";
import { PolledDevice, StartedDevice } from "@/modules/identity/schema";
import { AppError } from "@/server/errors";
import { isInteractive } from "../ask";
import { connect, loadServer } from "../connect";
import { define } from "../define";
import { paint, writeNote, writeOutput } from "../output";

export function addSignInCommands(program: Command): void {
  define(program, {
    usage: "login",
    description: "sign in to a Berth on another machine; on the machine itself no login is needed",
    examples: ["berth login --url https://berth.example.com"],
  })
    .option("--url <url>", "address of the Berth to sign in to")
    .action(logIn);
  define(program, {
    usage: "logout",
    description: "revoke the token of the last login and forget it",
    examples: ["berth logout"],
  }).action(logOut);
  define(program, {
    usage: "whoami",
    description: "show who you are, and on which Berth",
    examples: ["berth whoami", "berth whoami --json"],
  }).action(showMe);
  define(program, {
    usage: "open",
    description: "open Berth in the browser, signed in",
    examples: ["berth open", "berth open --print"],
  })
    .option("--print", "print a fresh sign-in link instead: once, within 15 minutes")
    .action(openBerth);
}

async function logIn(flags: { url?: string }): Promise<void> {
  const { call } = await loadServer();
  const url = await serverToSignInTo(flags.url);
  const started = await call(
    { url },
    "/api/cli/device",
    postJson({ clientName: `berth on ${hostname()}`.slice(0, 80) }),
  );
  const device = StartedDevice.parse(await started.json());
  writeNote(`Open ${paint("bold", device.verificationUrl)} and enter the code ${paint("bold", device.userCode)}`);
  writeNote("Waiting for approval…");
  const token = await waitForApproval(url, device);
  await saveCredentials({ url, token });
  const { createClient } = await loadServer();
  const me = await createClient({ url, token }).identity.me.query();
  writeNote(`Signed in to ${url} as ${me.email ?? me.name}.`);
  writeOutput({ url, userId: me.userId, name: me.name, email: me.email }, "");
}

async function serverToSignInTo(given: string | undefined): Promise<string> {
  const { clientEnv } = await import("@/server/env");
  const { assertAddress, findLocalServer } = await loadServer();
  const text = given ?? clientEnv().url ?? (await findLocalServer())?.url;
  if (!text) throw new AppError("VALIDATION", "url: is missing. Say which Berth: berth login --url https://…");
  assertAddress("url", text);
  return new URL(text).origin;
}

async function waitForApproval(url: string, device: StartedDevice): Promise<string> {
  const { call } = await loadServer();
  const until = Date.now() + device.expiresIn * 1000;
  while (Date.now() < until) {
    await sleep(device.interval * 1000);
    const answer = await call({ url }, "/api/cli/device/token", postJson({ deviceCode: device.deviceCode }));
    const polled = PolledDevice.parse(await answer.json());
    if (polled.status === "approved") return polled.token;
    if (polled.status === "denied") throw new AppError("FORBIDDEN", "The sign-in was refused in the browser.");
    if (polled.status !== "pending") break;
  }
  throw new AppError("UNAUTHENTICATED", "The code has expired. Run berth login again.");
}

function postJson(body: unknown): RequestInit {
  return { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}

async function saveCredentials(server: { url: string; token: string }): Promise<void> {
  const { clientEnv } = await import("@/server/env");
  const { credentialsFile } = clientEnv();
  await mkdir(path.dirname(credentialsFile), { recursive: true, mode: 0o700 });
  await writeFile(`${credentialsFile}.part`, `${JSON.stringify(server, null, 2)}\n`, { mode: 0o600 });
  await rename(`${credentialsFile}.part`, credentialsFile);
}

async function logOut(): Promise<void> {
  const { createClient, findSavedServer } = await loadServer();
  const { clientEnv } = await import("@/server/env");
  const saved = await findSavedServer();
  if (!saved) {
    writeNote("You are signed in nowhere with berth login, so there is nothing to end.");
    return writeOutput({ url: null }, "");
  }
  try {
    await createClient(saved).identity.signOut.mutate();
    writeNote(`Signed out of ${saved.url}.`);
  } catch {
    writeNote(`${saved.url} did not confirm; revoke the token there under Settings. It is forgotten here.`);
  }
  await rm(clientEnv().credentialsFile, { force: true });
  writeOutput({ url: saved.url }, "");
}

async function showMe(): Promise<void> {
  const { server, client } = await connect();
  const me = await client.identity.me.query();
  writeOutput({ ...me, url: server.url }, `${me.email ?? me.name} (${me.role} of ${me.orgName}) on ${server.url}`);
}

async function openBerth(flags: { print?: boolean }): Promise<void> {
  const { call, findServer, findLocalServer } = await loadServer();
  const server = (await findLocalServer()) ?? (await findServer());
  const answer = await call(server, "/api/cli/sign-in-link", { method: "POST" });
  const { url } = (await answer.json()) as { url: string };
  if (flags.print) {
    noteTunnel(url);
    return writeOutput({ url }, url);
  }
  const opener = { darwin: "open", win32: "explorer" }[process.platform as string] ?? "xdg-open";
  const isOpened = await new Promise<boolean>((resolve) => {
    const child = spawn(opener, [url], { stdio: "ignore", detached: true });
    child.once("error", () => resolve(false)).once("spawn", () => resolve(true));
    child.unref();
  });
  writeNote(
    isOpened ? "Opened in the browser." : "There is no browser to open here. Open this link once, within 15 minutes:",
  );
  if (!isOpened) noteTunnel(url);
  writeOutput({ url }, isOpened ? "" : url);
}

/** Over SSH `localhost` in the person's browser is another machine. */
function noteTunnel(url: string): void {
  const { hostname: name, port } = new URL(url);
  if (name !== "localhost" || !isInteractive()) return;
  const target = `${userInfo().username}@${hostname()}`;
  writeNote(`From another machine, open a tunnel there first: ssh -N -L ${port}:localhost:${port} ${target}`);
}
