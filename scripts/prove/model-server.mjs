import { createServer } from "node:http";
import { pathToFileURL } from "node:url";
import { listen } from "./listen.mjs";
import { answerOf } from "./model-answers.mjs";
import { anthropicMessages } from "./model-anthropic.mjs";
import { bedrockConverse } from "./model-bedrock.mjs";
import { geminiContent } from "./model-gemini.mjs";
import { openaiChat, openaiResponses } from "./model-openai.mjs";

/**
 * A language model for trials, at the addresses of five providers. Base addresses from its `url`: `/v1` for OpenAI,
 * OpenAI-compatible and Anthropic, `/v1beta` for Gemini, the `url` itself for Bedrock.
 *
 * It refuses a key that contains "refused" (401), a model that contains "unknown" (404), and a prompt that contains
 * "rate limit" (429); a prompt that contains "slowly" is answered over several seconds.
 */
export async function startModelServer() {
  const requests = [];
  const server = createServer((request, response) => {
    serve(request, response, requests).catch((error) => {
      if (!response.headersSent) sendError(response, 500, String(error));
      response.end();
    });
  });
  return { ...(await listen(server)), requests };
}

const protocols = [
  { path: /^\/v1\/chat\/completions$/, speak: openaiChat },
  { path: /^\/v1\/responses$/, speak: openaiResponses },
  { path: /^\/v1\/messages$/, speak: anthropicMessages },
  {
    path: /^\/v1beta\/models\/(?<model>[^/:]+):(?<action>generateContent|streamGenerateContent)$/,
    speak: geminiContent,
  },
  { path: /^\/model\/(?<model>[^/]+)\/(?<action>converse|converse-stream)$/, speak: bedrockConverse },
];

async function serve(request, response, requests) {
  const { pathname } = new URL(request.url, "http://model");
  if (request.method === "GET" && pathname === "/v1/models") {
    return sendJson(response, { object: "list", data: [{ id: "stand-in", object: "model", owned_by: "local" }] });
  }
  const protocol = protocols.find(({ path }) => path.test(pathname));
  if (request.method !== "POST" || protocol === undefined) return sendError(response, 404, `No ${pathname} here.`);
  const body = JSON.parse(await textOf(request));
  const { model = body.model, action } = protocol.path.exec(pathname).groups ?? {};
  const asked = protocol.speak.read(body);
  const entry = { path: pathname, model: decodeURIComponent(model), body, isAborted: false };
  requests.push(entry);
  response.once("close", () => {
    entry.isAborted = !response.writableFinished;
  });
  const credentials = Object.values(request.headers).join(" ");
  if (credentials.includes("refused")) return sendError(response, 401, "This key is refused.");
  if (entry.model.includes("unknown")) return sendError(response, 404, `There is no model ${entry.model}.`);
  if (asked.prompt.includes("rate limit")) return sendError(response, 429, "Too many requests.");
  const answer = answerOf(asked);
  const isStream = body.stream === true || /stream/i.test(action ?? "");
  if (!isStream) return sendJson(response, protocol.speak.whole(answer, entry.model));
  response.writeHead(200, { "content-type": protocol.speak.streamType });
  const delay = asked.prompt.includes("slowly") ? 400 : 5;
  for (const chunk of protocol.speak.stream(answer, entry.model)) {
    if (response.destroyed) return;
    response.write(chunk);
    await new Promise((resolve) => setTimeout(resolve, delay));
  }
  response.end();
}

async function textOf(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

function sendJson(response, value) {
  response.writeHead(200, { "content-type": "application/json" });
  response.end(JSON.stringify(value));
}

/** In the shape of every provider at once. */
function sendError(response, status, message) {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(
    JSON.stringify({ type: "error", message, error: { type: "error", code: status, status: "ERROR", message } }),
  );
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { url } = await startModelServer();
  console.log(`Model stand-in at ${url}: /v1 for OpenAI and Anthropic, /v1beta for Gemini, itself for Bedrock.`);
}
