import type { ServerResponse } from "node:http";

/** An app that a platform's stand-in says it has deployed. */
export interface DeployedApp {
  name: string;
  deploymentId: string;
  /** Answered to every visitor in the app's place: paused, or behind a protection. */
  gate?: { status: number; headers?: Record<string, string>; text?: string };
}

export interface Deployed {
  /** `http://<name>.<platform>.localhost:<port>`: a browser opens it; Node needs the port at 127.0.0.1 and the host. */
  url: string;
  /** The same without `http://`. */
  host: string;
}

/** The "deployed" addresses of one emulator, told apart by their host name. */
export class DeployedApps {
  private readonly apps = new Map<string, DeployedApp>();

  constructor(
    private readonly platform: string,
    private readonly port: () => number,
  ) {}

  serve(app: DeployedApp): Deployed {
    this.apps.set(app.name, app);
    const host = `${app.name}.${this.platform}.localhost:${this.port()}`;
    return { url: `http://${host}`, host };
  }

  stop(name: string): void {
    this.apps.delete(name);
  }

  clear(): void {
    this.apps.clear();
  }

  /** Answers when the host is one of a deployed app's; false when the request is for the API. */
  answer(host: string | undefined, path: string, response: ServerResponse): boolean {
    const suffix = `.${this.platform}.localhost`;
    const hostname = host?.replace(/:\d+$/, "") ?? "";
    if (!hostname.endsWith(suffix)) return false;
    const app = this.apps.get(hostname.slice(0, -suffix.length));
    response.setHeader("x-berth-emulator", this.platform);
    if (!app) {
      response.writeHead(404, { "content-type": "text/plain; charset=utf-8" });
      response.end(`Nothing is deployed at ${hostname} (local stand-in of ${this.platform}).\n`);
    } else if (app.gate) {
      response.writeHead(app.gate.status, { "content-type": "text/html; charset=utf-8", ...app.gate.headers });
      response.end(app.gate.text);
    } else if (path === "/api/health") {
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify({ status: "ok" }));
    } else {
      response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
      response.end(page(app, this.platform));
    }
    return true;
  }
}

function page({ name, deploymentId }: DeployedApp, platform: string): string {
  const [safeName, safeId] = [name, deploymentId].map((text) =>
    text.replaceAll(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`),
  );
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>${safeName}</title>
<h1>${safeName}</h1>
<p>Deployment ${safeId}, emulated: a local stand-in of ${platform} took the files and did not run them.</p>
</html>
`;
}
