import { describe, expect, it } from "vitest";
import { baseUrl, clientIp, isOurHost, isOurOrigin, localUrl, requestBase } from "./host";

const local = { host: "127.0.0.1", port: 3000 };
const everywhere = { host: "0.0.0.0", port: 3000 };
const proxied = { host: "127.0.0.1", port: 3000, publicUrl: "https://berth.example.com" };

describe("isOurHost", () => {
  it.each(["localhost:3000", "LOCALHOST:3000", "localhost:8080", "127.0.0.1:3000", "127.9.9.9", "[::1]:3000"])(
    "accepts %s on a loopback Berth",
    (host) => expect(isOurHost(host, local)).toBe(true),
  );

  it.each([
    null,
    "",
    "evil.example",
    "evil.example:3000",
    "localhost.evil.example",
    "shop.localhost:3000",
    "192.168.1.5:3000",
    "localhost@evil.example",
    "localhost/evil",
    "localhost:99999",
    "[::1",
    "127.0.0.1.evil.example",
  ])("refuses %s on a loopback Berth", (host) => expect(isOurHost(host, local)).toBe(false));

  it("accepts any address in numbers, but no name, when Berth listens everywhere", () => {
    expect(isOurHost("192.168.1.5:3000", everywhere)).toBe(true);
    expect(isOurHost("[fe80::1]:3000", everywhere)).toBe(true);
    expect(isOurHost("evil.example:3000", everywhere)).toBe(false);
  });

  it("accepts the name Berth was told to listen on", () => {
    expect(isOurHost("workbench:3000", { host: "Workbench", port: 3000 })).toBe(true);
  });

  it("accepts the public name, with or without its default port", () => {
    expect(isOurHost("berth.example.com", proxied)).toBe(true);
    expect(isOurHost("berth.example.com:443", proxied)).toBe(true);
    expect(isOurHost("berth.example.com:8443", proxied)).toBe(false);
    expect(isOurHost("other.example.com", proxied)).toBe(false);
  });
});

describe("isOurOrigin", () => {
  const sent = (origin: string | undefined, host: string, extra: Record<string, string> = {}) =>
    new Headers({ ...(origin === undefined ? {} : { origin }), host, ...extra });

  it("accepts a page of the same address only", () => {
    expect(isOurOrigin(sent("http://localhost:3000", "localhost:3000"), local)).toBe(true);
    expect(isOurOrigin(sent("http://localhost:4000", "localhost:3000"), local)).toBe(false);
    expect(isOurOrigin(sent("http://127.0.0.1:3000", "localhost:3000"), local)).toBe(false);
    expect(isOurOrigin(sent("https://localhost:3000", "localhost:3000"), local)).toBe(false);
    expect(isOurOrigin(sent("null", "localhost:3000"), local)).toBe(false);
    expect(isOurOrigin(sent("http://shop.localhost:3000", "localhost:3000"), local)).toBe(false);
  });

  it("never takes a foreign Host as proof", () => {
    expect(isOurOrigin(sent("http://evil.example", "evil.example"), local)).toBe(false);
  });

  it("asks the browser where the request came from when there is no Origin", () => {
    expect(isOurOrigin(sent(undefined, "localhost:3000"), local)).toBe(false);
    expect(isOurOrigin(sent(undefined, "localhost:3000", { "sec-fetch-site": "same-site" }), local)).toBe(false);
    expect(isOurOrigin(sent(undefined, "localhost:3000", { "sec-fetch-site": "same-origin" }), local)).toBe(true);
  });

  it("knows the public address behind a proxy", () => {
    expect(isOurOrigin(sent("https://berth.example.com", "localhost:3000"), proxied)).toBe(true);
    expect(isOurOrigin(sent("http://berth.example.com", "berth.example.com"), proxied)).toBe(false);
    expect(isOurOrigin(sent("https://berth.example.com.evil.example", "berth.example.com"), proxied)).toBe(false);
    expect(isOurOrigin(sent("http://localhost:3000", "localhost:3000"), proxied)).toBe(true);
  });

  it("refuses another program on localhost when Berth is reached through a tunnel", () => {
    expect(isOurOrigin(sent("http://localhost:8080", "localhost:8080"), local)).toBe(true);
    expect(isOurOrigin(sent("http://localhost:3000", "localhost:8080"), local)).toBe(false);
  });
});

describe("addresses", () => {
  it("uses localhost for loopback and wildcard, and the host itself otherwise", () => {
    expect(localUrl(local)).toBe("http://localhost:3000");
    expect(localUrl({ host: "::1", port: 1 })).toBe("http://localhost:1");
    expect(localUrl(everywhere)).toBe("http://localhost:3000");
    expect(localUrl({ host: "192.168.1.5", port: 3000 })).toBe("http://192.168.1.5:3000");
    expect(localUrl({ host: "fe80::1", port: 3000 })).toBe("http://[fe80::1]:3000");
    expect(baseUrl(proxied)).toBe("https://berth.example.com");
  });

  it("answers with the Host the caller used, unless there is a public address", () => {
    const headers = new Headers({ host: "localhost:8080" });
    expect(requestBase(headers, local)).toBe("http://localhost:8080");
    expect(requestBase(headers, proxied)).toBe("https://berth.example.com");
  });

  it("believes only the address the nearest proxy saw", () => {
    expect(clientIp(new Headers({ "x-forwarded-for": "1.2.3.4, 10.0.0.9" }))).toBe("10.0.0.9");
    expect(clientIp(new Headers({ "x-forwarded-for": "::ffff:127.0.0.1" }))).toBe("127.0.0.1");
    expect(clientIp(new Headers({ "x-forwarded-for": "<script>" }))).toBeUndefined();
    expect(clientIp(new Headers())).toBeUndefined();
  });
});
