import { parseUrl } from "../validation/values";
import { malformed, networkFailure, TestFailure } from "./failure";
import { exchange, type Guard, openSocket } from "./socket";

/** Signs in to a Redis, chooses the database the address names, and sends PING. */
export async function testRedis(value: string, guard: Guard): Promise<string> {
  const url = parseUrl(value);
  if (!url || !/^rediss?:$/.test(url.protocol) || url.hostname === "")
    throw malformed("This is not the address of a Redis.");
  const host = decodeURIComponent(url.hostname);
  const isTls = url.protocol === "rediss:";
  const socket = await openSocket({ host, port: url.port === "" ? 6379 : Number(url.port), isTls }, guard);
  try {
    for (const command of commandsOf(url)) {
      const reply = await exchange(socket, encode(command), (bytes) => bytes.includes("\r\n"));
      if (reply === undefined) throw closed(host, isTls);
      refuse(reply.toString("latin1"), command[0] ?? "", host);
    }
    return `${host} answers.`;
  } catch (error) {
    throw networkFailure(error, host);
  } finally {
    socket.destroy();
  }
}

function commandsOf(url: URL): string[][] {
  const [user, password] = [decodeURIComponent(url.username), decodeURIComponent(url.password)];
  const database = url.pathname.slice(1);
  return [
    ...(password === "" ? [] : [["AUTH", ...(user === "" ? [] : [user]), password]]),
    ...(/^\d+$/.test(database) ? [["SELECT", database]] : []),
    ["PING"],
  ];
}

function encode(command: readonly string[]): string {
  return `*${command.length}\r\n${command.map((part) => `$${Buffer.byteLength(part)}\r\n${part}\r\n`).join("")}`;
}

function refuse(reply: string, command: string, host: string): void {
  if (reply.startsWith("+")) return;
  if (reply.startsWith("-NOAUTH") || reply.startsWith("-WRONGPASS") || (reply.startsWith("-ERR") && command === "AUTH"))
    throw new TestFailure("wrong-credentials", `${host} refuses this user name or password, or asks for one.`);
  if (reply.startsWith("-ERR") && command === "SELECT")
    throw new TestFailure("no-database", `${host} has no database of that number.`);
  if (reply.startsWith("-DENIED") || reply.startsWith("-NOPERM"))
    throw new TestFailure("no-permission", `${host} does not let Berth in from here.`);
  if (reply.startsWith("-LOADING") || reply.startsWith("-BUSY"))
    throw new TestFailure("busy", `${host} is busy. Try again in a while.`);
  throw new TestFailure("unexpected", `What answers at ${host} is not a Redis. Check the port.`);
}

/** A server that speaks TLS only hangs up on plain words. */
function closed(host: string, isTls: boolean): TestFailure {
  return isTls
    ? new TestFailure("unreachable", `${host} closed the connection without an answer.`)
    : new TestFailure("tls-needed", `${host} closed the connection. It probably takes rediss:// only.`);
}
