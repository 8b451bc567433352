import { bootOrExit } from "./server/boot";

// A worker without a web server: the same boot, kept alive until a signal ends it.
await bootOrExit();
setInterval(() => undefined, 2 ** 30);
