import { createServer } from "node:net";
import { ScriptError } from "./script-error.mjs";

const defaultPort = 3000;
const triedPorts = 50;

/** The port to serve on: PORT as given, else 3000 or the next free one. `moved` says that 3000 was taken. */
export async function choosePort(env, host) {
  if (env.PORT) {
    const port = Number(env.PORT);
    if (!Number.isInteger(port) || port < 0 || port > 65_535) {
      throw new ScriptError(`PORT is ${JSON.stringify(env.PORT)}, and a port is a number from 0 to 65535.`, 2);
    }
    if (port === 0) return { port: await anyPort(host), moved: false };
    if (await isFree(port, host)) return { port, moved: false };
    throw new ScriptError(
      `Port ${port} is in use. Stop what uses it or choose another with PORT; without PORT Berth takes a free one.`,
    );
  }
  for (let port = defaultPort; port < defaultPort + triedPorts; port += 1) {
    if (await isFree(port, host)) return { port, moved: port !== defaultPort };
  }
  throw new ScriptError(
    `The ports ${defaultPort} to ${defaultPort + triedPorts - 1} are in use. Choose one with PORT.`,
  );
}

// A stranger on the other loopback address would get the browser's requests for `localhost`.
async function isFree(port, host) {
  const hosts = isLoopback(host) ? ["127.0.0.1", "::1"] : [host];
  for (const each of hosts) if ((await tryPort(port, each)) === undefined) return false;
  return true;
}

async function anyPort(host) {
  const port = await tryPort(0, host);
  if (port === undefined) throw new ScriptError(`No port is free on ${host}.`);
  return port;
}

function isLoopback(host) {
  return host === "localhost" || host === "127.0.0.1";
}

function tryPort(port, host) {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", (error) => {
      if (error.code === "EADDRINUSE" || error.code === "EACCES") resolve(undefined);
      else if (host === "::1") resolve(port);
      else
        reject(
          new ScriptError(`Berth cannot listen on HOST ${host}: ${error.message}. Give an address of this machine.`, 2),
        );
    });
    probe.listen({ port, host, exclusive: true }, () => {
      const found = probe.address().port;
      probe.close(() => resolve(found));
    });
  });
}
