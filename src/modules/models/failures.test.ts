import { APICallError } from "ai";
import { expect, it } from "vitest";
import { describeFailure } from "./failures";
import type { ModelProvider } from "./schema";

const failed = (statusCode: number | undefined, message: string, more: { body?: string; code?: string } = {}) =>
  new APICallError({
    message,
    url: "https://model.example/v1",
    requestBodyValues: {},
    responseBody: more.body ?? "{}",
    ...(statusCode !== undefined && { statusCode }),
    ...(more.code !== undefined && { cause: Object.assign(new Error(message), { code: more.code }) }),
  });
const aim = (provider: ModelProvider) => ({ provider, model: "small", address: null });

// As the providers word them.
it.each([
  ["anthropic", failed(401, "invalid x-api-key"), "wrong-key"],
  ["anthropic", failed(404, "model: small"), "unknown-model"],
  ["anthropic", failed(400, "Your credit balance is too low to access the Anthropic API."), "payment"],
  ["anthropic", failed(529, "Overloaded"), "unavailable"],
  ["openai", failed(404, "The model `small` does not exist or you do not have access to it."), "unknown-model"],
  ["openai", failed(429, "You exceeded your current quota, please check your plan and billing details."), "payment"],
  ["openai", failed(400, "Unsupported parameter: 'max_tokens' is not supported with this model."), "refused"],
  ["gemini", failed(400, "API key not valid. Please pass a valid API key."), "wrong-key"],
  ["gemini", failed(404, "models/small is not found for API version v1beta"), "unknown-model"],
  ["bedrock", failed(400, "The provided model identifier is invalid."), "unknown-model"],
  ["bedrock", failed(403, "The security token included in the request is invalid."), "wrong-key"],
  ["openai-compatible", failed(404, 'model "small" not found, try pulling it first'), "unknown-model"],
  ["openai-compatible", failed(404, "Not Found", { body: "404 page not found" }), "wrong-address"],
  ["openai-compatible", failed(200, "Invalid JSON response", { body: "<html>" }), "wrong-address"],
  ["openai-compatible", failed(undefined, "Cannot connect to API", { code: "ECONNREFUSED" }), "unreachable"],
  ["openai-compatible", failed(undefined, "self-signed", { code: "DEPTH_ZERO_SELF_SIGNED_CERT" }), "unreachable"],
  ["openai-compatible", new DOMException("too late", "TimeoutError"), "timeout"],
  ["openai-compatible", new Error("something else"), "wrong-address"],
  ["openai-compatible", "not even an error", "wrong-address"],
] as const)("%s: %s", (provider, error, kind) => {
  expect(describeFailure(error, aim(provider)).kind).toBe(kind);
});

it("says what to do, quotes in bounds, and names the place", () => {
  const long = describeFailure(failed(400, "x".repeat(5000)), aim("openai"));
  expect(long.message).toMatch(/^OpenAI refused the request\. It said: “x{199}…”$/);
  const own = { ...aim("openai-compatible"), address: "http://localhost:1/v1" };
  expect(describeFailure(failed(undefined, "no", { code: "ECONNREFUSED" }), own).message).toBe(
    "http://localhost:1/v1 could not be reached. Check the address, that the server runs, and that this machine may reach it.",
  );
});
