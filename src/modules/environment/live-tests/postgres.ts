import postgres from "postgres";
import { parseUrl } from "../validation/values";
import { codeOf, malformed, networkFailure, TestFailure, timedOut } from "./failure";
import { exchange, type Guard, openSocket, pinAddress } from "./socket";

/** Length 8 and the code that asks for TLS. */
const tlsRequest = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);
const verifying = ["verify-ca", "verify-full"];
const encrypting = ["require", ...verifying];

/** Signs in to a PostgreSQL and reads `select 1`. */
export async function testPostgres(value: string, guard: Guard): Promise<string> {
  const url = parseUrl(value);
  if (!url || !/^postgres(?:ql)?:$/.test(url.protocol)) throw malformed("This is not the address of a PostgreSQL.");
  if (url.hostname === "" || url.searchParams.has("host"))
    throw malformed("A socket of this machine cannot be tested, only a host with a port.");
  const host = decodeURIComponent(url.hostname);
  const port = url.port === "" ? 5432 : Number(url.port);
  const mode = url.searchParams.get("sslmode") ?? "prefer";
  const isTls = mode !== "disable" && (await offersTls({ host, port, isTls: false }, guard));
  if (!isTls && encrypting.includes(mode))
    throw new TestFailure("tls", `${host} offers no encrypted connection, which sslmode=${mode} asks for.`);
  const sql = postgres({
    host: await pinAddress(host, guard),
    port,
    database: decodeURIComponent(url.pathname.slice(1)) || decodeURIComponent(url.username),
    username: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    ssl: isTls ? { servername: host, rejectUnauthorized: verifying.includes(mode) } : false,
    max: 1,
    connect_timeout: 8,
    fetch_types: false,
    prepare: false,
    onnotice: () => undefined,
  });
  const end = () => void sql.end({ timeout: 0 }).catch(() => undefined);
  guard.signal.addEventListener("abort", end, { once: true });
  try {
    await sql`select 1`;
    return `Signed in to the database at ${host}.`;
  } catch (error) {
    throw guard.signal.aborted ? timedOut(host) : postgresFailure(error, host);
  } finally {
    guard.signal.removeEventListener("abort", end);
    await sql.end({ timeout: 0 });
  }
}

async function offersTls(endpoint: Parameters<typeof openSocket>[0], guard: Guard): Promise<boolean> {
  const socket = await openSocket(endpoint, guard);
  try {
    const reply = await exchange(socket, tlsRequest, (bytes) => bytes.length > 0);
    if (reply?.[0] === 83) return true;
    if (reply?.[0] === 78) return false;
    throw new TestFailure("unexpected", `What answers at ${endpoint.host} is not a PostgreSQL. Check the port.`);
  } catch (error) {
    throw networkFailure(error, endpoint.host);
  } finally {
    socket.destroy();
  }
}

function postgresFailure(error: unknown, host: string): TestFailure {
  const code = codeOf(error);
  const said = error instanceof Error ? error.message : "";
  if (code === "28P01" || (code === "28000" && !said.includes("pg_hba")))
    return new TestFailure("wrong-credentials", `${host} refuses this user name or password.`);
  if (code === "28000" && said.includes("no encryption"))
    return new TestFailure("tls-needed", `${host} takes encrypted connections only. Add ?sslmode=require.`);
  if (code === "28000") return new TestFailure("no-permission", `${host} lets nobody in from this machine's address.`);
  if (code === "3D000") return new TestFailure("no-database", `${host} has no database of that name.`);
  if (code === "53300" || code === "57P03")
    return new TestFailure("busy", `${host} takes no more connections for now. Try again in a while.`);
  if (/^[0-9A-Z]{5}$/.test(code) && !code.startsWith("E"))
    return new TestFailure("unexpected", `${host} refuses the connection (SQLSTATE ${code}).`);
  return networkFailure(error, host);
}
