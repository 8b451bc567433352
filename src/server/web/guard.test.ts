import { describe, expect, it } from "vitest";
import { needsSignIn, refusalOf, requestIdOf, safeReturnPath } from "./guard";

const env = { host: "127.0.0.1", port: 3000 };
const session = "berth.session-token=x";

function request(method: string, headers: Record<string, string> = {}) {
  return { method, headers: new Headers({ host: "localhost:3000", ...headers }) };
}

describe("refusalOf", () => {
  it("refuses an unknown Host whatever else is sent", () => {
    expect(refusalOf(request("GET", { host: "evil.example" }), env)?.code).toBe("VALIDATION");
    expect(refusalOf(request("GET", { host: "evil.example", authorization: "Bearer berth_x" }), env)?.code).toBe(
      "VALIDATION",
    );
  });

  it("refuses a change from another origin, with and without a session", () => {
    expect(refusalOf(request("POST", { origin: "http://evil.example", cookie: session }), env)?.code).toBe("FORBIDDEN");
    expect(refusalOf(request("POST", { origin: "http://localhost:4000" }), env)?.code).toBe("FORBIDDEN");
    expect(refusalOf(request("DELETE", { cookie: session }), env)?.code).toBe("FORBIDDEN");
  });

  it("lets our own pages, programs with a token and programs without a session through", () => {
    expect(refusalOf(request("POST", { origin: "http://localhost:3000", cookie: session }), env)).toBeUndefined();
    expect(refusalOf(request("POST", { authorization: "Bearer berth_x" }), env)).toBeUndefined();
    expect(refusalOf(request("POST"), env)).toBeUndefined();
    expect(refusalOf(request("GET", { origin: "http://evil.example", cookie: session }), env)).toBeUndefined();
  });
});

describe("needsSignIn", () => {
  const visit = (pathname: string, headers: Record<string, string> = {}, method = "GET") =>
    needsSignIn({ method, pathname, headers: new Headers(headers) }, env);

  it("sends visitors of pages to sign in", () => {
    for (const path of ["/", "/new", "/settings", "/deployments/1", "/device", "/sign-into"])
      expect(visit(path)).toBe(true);
  });

  it("leaves open what must be open, and what answers for itself", () => {
    for (const path of ["/sign-in", "/sign-in/link", "/api/health", "/api/trpc/x", "/healthz", "/mark.svg"]) {
      expect(visit(path)).toBe(false);
    }
    expect(visit("/new", { cookie: `a=b; ${session}` })).toBe(false);
    expect(visit("/new", { cookie: "berth.session-token.0=x" })).toBe(false);
    expect(visit("/new", { authorization: "Bearer berth_x" })).toBe(false);
    expect(visit("/new", {}, "POST")).toBe(false);
  });

  it("is not taken in by cookies of other apps on localhost", () => {
    expect(visit("/new", { cookie: "authjs.session-token=x; not-berth.session-token=x" })).toBe(true);
  });
});

describe("safeReturnPath", () => {
  it.each([
    ["/settings?a=b#c", "/settings?a=b#c"],
    ["/", "/"],
    [undefined, "/"],
    [42, "/"],
    ["https://evil.example", "/"],
    ["//evil.example", "/"],
    ["/\\evil.example", "/"],
    ["/\t/evil.example", "/"],
    ["/.//evil.example", "/"],
    ["javascript:alert(1)", "/"],
    ["/sign-out", "/"],
    ["/sign-in/link?token=x", "/"],
    [`/${"a".repeat(5000)}`, "/"],
  ])("%s leads to %s", (given, expected) => expect(safeReturnPath(given)).toBe(expected));
});

describe("requestIdOf", () => {
  it("keeps a plain id and replaces anything else", () => {
    expect(requestIdOf(new Headers({ "x-request-id": "edge-12345678" }))).toBe("edge-12345678");
    for (const bad of ["", "short", "with space 123", "x".repeat(65), '"injected":1234']) {
      expect(requestIdOf(new Headers({ "x-request-id": bad }))).toMatch(/^[0-9a-f-]{36}$/);
    }
  });
});
