import type { IncomingMessage, ServerResponse } from "node:http";
import { parseJson } from "./exchange";
import { Scenario } from "./scenario";

/** What the control endpoints reach; they need no token and are no part of the platform. */
export interface Controlled {
  setScenario(scenario: Scenario): void;
  state(): unknown;
  requests(): unknown;
  violations(): unknown;
  reset(): void;
}

const prefix = "/__emulator/";

/** Answers `/__emulator/...`; false when the request is not for it. */
export async function answerControl(
  request: IncomingMessage,
  response: ServerResponse,
  controlled: Controlled,
): Promise<boolean> {
  const path = (request.url ?? "/").split("?")[0] ?? "/";
  if (!path.startsWith(prefix)) return false;
  const send = (status: number, json: unknown) => {
    response.writeHead(status, { "content-type": "application/json; charset=utf-8" });
    response.end(JSON.stringify(json, null, 2));
    return true;
  };
  switch (`${request.method} ${path.slice(prefix.length)}`) {
    case "GET state":
      return send(200, controlled.state());
    case "GET requests":
      return send(200, controlled.requests());
    case "GET violations":
      return send(200, controlled.violations());
    case "POST reset":
      controlled.reset();
      return send(200, { reset: true });
    case "PUT scenario": {
      const parsed = Scenario.safeParse(parseJson(await readAll(request)));
      if (!parsed.success) return send(400, { error: parsed.error.issues });
      try {
        controlled.setScenario(parsed.data);
      } catch (error) {
        return send(400, { error: String(error) });
      }
      return send(200, parsed.data);
    }
    default:
      return send(404, { error: `The emulator has no ${request.method} ${path}.` });
  }
}

/** The whole body of a request. */
export async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
