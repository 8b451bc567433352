import { userInfo } from "node:os";
import { bearer } from "./berth-client.mjs";
import { berthCommand, quote } from "./berth-command.mjs";
import { root } from "./runtime.mjs";

/** A fresh single-use sign-in link from the Berth of this data folder, or undefined when it gives none. */
export async function freshSignInLink(berth) {
  const answer = await fetch(`${berth.url}/api/cli/sign-in-link`, { method: "POST", headers: bearer(berth) });
  return answer.ok ? (await answer.json()).url : undefined;
}

/** The lines under the phase list: where Berth is, how to sign in, how to run the CLI. */
export function printWelcome({ url, link, home, logFile, env = process.env }) {
  const command = berthCommand(env);
  const rows = [["Berth", env.BERTH_PUBLIC_URL || url]];
  if (link) rows.push(["Sign in", link], ["", `once, within 15 minutes; a fresh link: ${command} open --print`]);
  const tunnel = tunnelCommand(url, env);
  if (tunnel) rows.push(["Tunnel", tunnel], ["", "run it on your own machine, then open the link there"]);
  rows.push(["CLI", `${command} --help`]);
  if (command !== "berth")
    rows.push(["", `as plain berth, from any folder: npm --prefix ${quote(root)} start -- --link`]);
  rows.push(["Data", home], ["Log", logFile]);
  console.log(`\n${rows.map(([name, text]) => `  ${name.padEnd(10)}${text}`).join("\n")}\n`);
}

/** Over SSH `localhost` is another machine for the person's browser. */
export function tunnelCommand(url, env = process.env) {
  const [, , address, sshPort] = (env.SSH_CONNECTION ?? "").split(" ");
  const { hostname, port } = new URL(url);
  if (!address || !sshPort || hostname !== "localhost") return undefined;
  const sshOption = sshPort === "22" ? "" : `-p ${sshPort} `;
  return `ssh -N -L ${port}:localhost:${port} ${sshOption}${userInfo().username}@${address}`;
}
