import { createServer } from "node:net";

/** Whether this port can be listened on at this host right now. */
export function isPortFree(port, host) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, host, () => probe.close(() => resolve(true)));
  });
}

/** The first free port from `first` on; looks at a hundred. */
export async function nextFreePort(first, host) {
  for (let port = first; port < first + 100; port++) if (await isPortFree(port, host)) return port;
  throw new Error(`No free port between ${first} and ${first + 99} at ${host}. Set PORT to one that is free.`);
}
