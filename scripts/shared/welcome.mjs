import { execFile } from "node:child_process";
import { userInfo } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { bearer } from "./berth-client.mjs";
import { berthCommand, quote } from "./berth-command.mjs";
import { findNode, root } from "./runtime.mjs";

/** A fresh single-use sign-in link from the Berth of this data folder, or undefined when it gives none. */
export async function freshSignInLink(berth) {
  const answer = await fetch(`${berth.url}/api/cli/sign-in-link`, { method: "POST", headers: bearer(berth) });
  return answer.ok ? (await answer.json()).url : undefined;
}

/** The lines under the phase list: where Berth is, how to sign in, how to run the CLI. */
export function printWelcome({ url, link, home, logFile, env = process.env }) {
  const command = berthCommand(env);
  const rows = [["Berth", env.BERTH_PUBLIC_URL || url]];
  // With a database of one's own the CLI holds no owner's token, so it cannot ask for a link.
  const fresh = env.DATABASE_URL ? "the next start prints a fresh one" : `a fresh link: ${command} open --print`;
  if (link) rows.push(["Sign in", link], ["", `once, within 15 minutes; ${fresh}`]);
  const tunnel = tunnelCommand(url, env);
  if (tunnel) rows.push(["Tunnel", tunnel], ["", "run it on your own machine, then open the link there"]);
  rows.push(["CLI", `${command} --help`]);
  if (!/(^| )berth$/.test(command))
    rows.push(["", `as plain berth, from any folder: npm --prefix ${quote(root)} start -- --link`]);
  rows.push(["Data", home], ["Log", logFile]);
  console.log(`\n${rows.map(([name, text]) => `  ${name.padEnd(10)}${text}`).join("\n")}\n`);
}

/** After Berth stopped: the apps that go on running, and the command that stops each. */
export async function printAppsLeft() {
  const { stdout } = await promisify(execFile)(findNode(), [path.join(root, "dist", "cli.mjs"), "apps", "--json"]);
  const apps = JSON.parse(stdout);
  if (apps.length === 0) return console.log("Berth stopped. No app was left running.");
  console.log("Berth stopped. These apps go on running:");
  const width = Math.max(...apps.map(({ name }) => name.length));
  for (const { name } of apps) console.log(`  ${name.padEnd(width)}  to stop it: ${berthCommand()} stop ${name}`);
}

/** Over SSH `localhost` is another machine for the person's browser. */
function tunnelCommand(url, env) {
  const [, , address, sshPort] = (env.SSH_CONNECTION ?? "").split(" ");
  const { hostname, port } = new URL(url);
  if (!address || !sshPort || hostname !== "localhost") return undefined;
  const sshOption = sshPort === "22" ? "" : `-p ${sshPort} `;
  return `ssh -N -L ${port}:localhost:${port} ${sshOption}${userInfo().username}@${address}`;
}
