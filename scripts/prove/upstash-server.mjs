import { createServer } from "node:http";
import { listen } from "./listen.mjs";
import { sendCommands } from "./resp.mjs";

const token = "stand-in-token";

/**
 * A stand-in of the Upstash REST API in front of a real Redis: one command, `/pipeline` and `/multi-exec`.
 * Gives `{url, token, close}`.
 */
export async function startUpstashServer(redisUrl) {
  const server = createServer(async (request, response) => {
    const { status, body } = await answer(redisUrl, request).catch((error) => refuse(400, error.message));
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  return { token, ...(await listen(server)) };
}

async function answer(redisUrl, request) {
  if (request.headers.authorization !== `Bearer ${token}`)
    return refuse(401, "WRONGPASS invalid or missing auth token");
  if (request.method !== "POST") return refuse(405, "ERR only POST is understood");
  const isEncoded = request.headers["upstash-encoding"] === "base64";
  const show = (reply) => (reply instanceof Error ? { error: reply.message } : { result: encode(reply, isEncoded) });
  const body = JSON.parse(Buffer.concat(await Array.fromAsync(request)).toString("utf8"));
  switch (request.url) {
    case "/pipeline":
      return { status: 200, body: (await sendCommands(redisUrl, body)).map(show) };
    case "/multi-exec": {
      const replies = await sendCommands(redisUrl, [["MULTI"], ...body, ["EXEC"]]);
      const results = replies.at(-1);
      return results instanceof Error ? refuse(400, results.message) : { status: 200, body: results.map(show) };
    }
    case "/": {
      const [reply] = await sendCommands(redisUrl, [body]);
      return reply instanceof Error ? refuse(400, reply.message) : { status: 200, body: show(reply) };
    }
    default:
      return refuse(404, "ERR unknown path");
  }
}

/** Upstash sends texts as base64 where asked, all but a plain OK. */
function encode(reply, isEncoded) {
  if (Array.isArray(reply)) return reply.map((item) => encode(item, isEncoded));
  return isEncoded && typeof reply === "string" && reply !== "OK" ? Buffer.from(reply).toString("base64") : reply;
}

function refuse(status, error) {
  return { status, body: { error } };
}
