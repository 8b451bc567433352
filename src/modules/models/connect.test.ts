import { generateText } from "ai";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type Connection, connectModel } from "./connect";

const key = { form: "key", key: "the-stored-key" } as const;
const pair = { form: "access-key", accessKeyId: "AKIDEXAMPLE", secretAccessKey: "the-secret" } as const;

/** What the packages would read if Berth left a setting out. */
const foreign = {
  ANTHROPIC_API_KEY: "foreign",
  ANTHROPIC_BASE_URL: "https://foreign.example",
  OPENAI_API_KEY: "foreign",
  OPENAI_BASE_URL: "https://foreign.example",
  GOOGLE_GENERATIVE_AI_API_KEY: "foreign",
  AWS_REGION: "foreign",
  AWS_BEARER_TOKEN_BEDROCK: "foreign",
  AWS_ACCESS_KEY_ID: "foreign",
  AWS_SECRET_ACCESS_KEY: "foreign",
  AWS_SESSION_TOKEN: "foreign",
  AWS_ENDPOINT_URL: "https://foreign.example",
};
beforeEach(() => {
  for (const [name, value] of Object.entries(foreign)) vi.stubEnv(name, value);
});
afterEach(() => vi.unstubAllEnvs());

/** The request a connection makes. */
async function requestOf(connection: Connection): Promise<Request> {
  const sent: Request[] = [];
  const model = await connectModel(connection, async (input, init) => {
    sent.push(new Request(input, init));
    return Response.json({}, { status: 401 });
  });
  await generateText({ model, prompt: "Hello", maxRetries: 0 }).catch(() => undefined);
  const [request] = sent;
  if (!request) throw new Error("nothing was sent");
  return request;
}

const place = { model: "m-1", address: null, region: null, credentials: key };

it.each([
  [{ ...place, provider: "anthropic" }, "https://api.anthropic.com/v1/messages", "x-api-key", /^the-stored-key$/],
  [{ ...place, provider: "openai" }, "https://api.openai.com/v1/responses", "authorization", /^Bearer the-stored-key$/],
  [
    { ...place, provider: "gemini" },
    "https://generativelanguage.googleapis.com/v1beta/models/m-1:generateContent",
    "x-goog-api-key",
    /^the-stored-key$/,
  ],
  [
    { ...place, provider: "anthropic", address: "https://gateway.example/v1" },
    "https://gateway.example/v1/messages",
    "x-api-key",
    /^the-stored-key$/,
  ],
  [
    { ...place, provider: "openai-compatible", address: "http://localhost:1234/v1" },
    "http://localhost:1234/v1/chat/completions",
    "authorization",
    /^Bearer the-stored-key$/,
  ],
  [
    { ...place, provider: "bedrock", region: "eu-central-1" },
    "https://bedrock-runtime.eu-central-1.amazonaws.com/model/m-1/converse",
    "authorization",
    /^Bearer the-stored-key$/,
  ],
  [
    { ...place, provider: "bedrock", region: "cn-north-1", credentials: pair },
    "https://bedrock-runtime.cn-north-1.amazonaws.com.cn/model/m-1/converse",
    "authorization",
    /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d+\/cn-north-1\/bedrock\//,
  ],
] as const)("%o asks %s", async (connection, url, header, value) => {
  const request = await requestOf(connection);
  expect(request.url).toBe(url);
  expect(request.headers.get(header)).toMatch(value);
  expect(JSON.stringify([...request.headers])).not.toContain("foreign");
});

it("sends a session token only where there is one, and no key where there is none", async () => {
  const bedrock = { ...place, provider: "bedrock", region: "us-east-1" } as const;
  const temporary = await requestOf({ ...bedrock, credentials: { ...pair, sessionToken: "temporary" } });
  expect(temporary.headers.get("x-amz-security-token")).toBe("temporary");
  const lasting = await requestOf({ ...bedrock, credentials: pair });
  expect(lasting.headers.get("x-amz-security-token")).toBeNull();
  const open = { ...place, provider: "openai-compatible", address: "http://localhost:1234/v1" } as const;
  const keyless = await requestOf({ ...open, credentials: { form: "none" } });
  expect(keyless.headers.get("authorization")).toBeNull();
});
