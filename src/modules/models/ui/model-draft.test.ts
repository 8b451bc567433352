import { describe, expect, it } from "vitest";
import type { ModelConnection } from "../schema";
import { draftOf, keepsKey, type ModelDraft, problemsOf, toInput } from "./model-draft";

const stored: ModelConnection = {
  provider: "openai",
  model: "gpt-5-mini",
  address: "https://gateway.example/v1",
  region: null,
  credentials: { form: "key", setAt: "2026-01-01T00:00:00Z" },
  updatedAt: "2026-01-01T00:00:00Z",
};
const draft = (changes: Partial<ModelDraft>, connection: ModelConnection | null = null): ModelDraft => ({
  ...draftOf(connection),
  ...changes,
});

describe("the form of a model", () => {
  it("keeps the stored key through a change of the model, and through a slash at the end of the address", () => {
    for (const changes of [{ model: "gpt-5" }, { address: "https://gateway.example/v1/" }]) {
      const input = toInput(draft(changes, stored), stored);
      expect(input).not.toHaveProperty("credentials");
      expect(problemsOf(input)).toEqual({});
    }
  });

  it("asks for a key at another place, and when it is to be replaced", () => {
    for (const changes of [{ provider: "anthropic" as const }, { address: "" }, { isReplacing: true }]) {
      const changed = draft(changes, stored);
      expect(keepsKey(changed, stored)).toBe(false);
      expect(problemsOf(toInput(changed, stored))).toEqual({ key: "Enter the key." });
    }
  });

  it("sends only what the provider takes", () => {
    const typed = { model: "m", address: "http://localhost:1/v1", region: "us-east-1", accessKeyId: "a", key: "k" };
    expect(toInput(draft({ ...typed, provider: "bedrock", form: "access-key", secretAccessKey: "s" }), null)).toEqual({
      provider: "bedrock",
      model: "m",
      address: null,
      region: "us-east-1",
      credentials: { form: "access-key", accessKeyId: "a", secretAccessKey: "s" },
    });
    expect(toInput(draft({ ...typed, provider: "gemini" }), null)).toMatchObject({
      region: null,
      credentials: { form: "key", key: "k" },
    });
    expect(toInput(draft({ ...typed, provider: "openai-compatible", key: " " }), null)).toMatchObject({
      address: "http://localhost:1/v1",
      credentials: { form: "none" },
    });
  });

  it("names each field that is missing", () => {
    expect(Object.keys(problemsOf(toInput(draft({ provider: "bedrock", form: "access-key" }), null))).sort()).toEqual([
      "accessKeyId",
      "model",
      "region",
      "secretAccessKey",
    ]);
    expect(Object.keys(problemsOf(toInput(draft({ provider: "openai-compatible", model: "m" }), null)))).toEqual([
      "address",
    ]);
  });
});
