import { describe, expect, it } from "vitest";
import { CreateToken, EmailAddress, SetPassword, StartDevice, UserCode } from "./schema";

describe("EmailAddress", () => {
  it("lower-cases, so that one address is one account", () => {
    expect(EmailAddress.parse("Owner@Example.COM")).toBe("owner@example.com");
  });

  it.each([
    ["a full-width @", "owner\uFF20example.com"],
    ["a full-width @ beside a real one", "owner@evil.example\uFF20example.com"],
    ["a Kelvin sign that lower-cases to k", "\u212Aate@example.com"],
    ["a dotless i", "adm\u0131n@example.com"],
    ["a zero-width space", "owner\u200B@example.com"],
    ["a quoted local part", '"owner@x"@example.com'],
    ["two addresses", "owner@example.com,evil@example.com"],
    ["a newline", "owner@example.com\nbcc:evil@example.com"],
    ["no domain", "owner@"],
    ["over 254 characters", `${"a".repeat(250)}@example.com`],
  ])("refuses %s", (_, address) => expect(EmailAddress.safeParse(address).success).toBe(false));
});

describe("UserCode", () => {
  it("reads a code however it is typed", () => {
    for (const typed of ["BCDF-GHJK", "bcdfghjk", " bcdf ghjk "]) expect(UserCode.parse(typed)).toBe("BCDFGHJK");
  });

  it.each(["", "BCDF", "BCDF-GHJK-L", "1234-5678", "x".repeat(500)])("refuses %s", (typed) => {
    expect(UserCode.safeParse(typed).success).toBe(false);
  });
});

describe("inputs", () => {
  it("refuses short, long and missing passwords", () => {
    const email = "owner@example.com";
    for (const password of ["", "short", "x".repeat(201)])
      expect(SetPassword.safeParse({ email, password }).success).toBe(false);
    expect(SetPassword.safeParse({ email, password: "long enough" }).success).toBe(true);
  });

  it("refuses fields it does not know", () => {
    expect(CreateToken.safeParse({ name: "x", role: "owner" }).success).toBe(false);
  });

  it("refuses names a terminal or a log would act on", () => {
    for (const clientName of ["", "   ", "a\u001b[31mb", "a\nb", "a\u202Eb", "x".repeat(81)]) {
      expect(StartDevice.safeParse({ clientName }).success).toBe(false);
    }
    expect(StartDevice.parse({ clientName: " berth on Jürgen's laptop " }).clientName).toBe("berth on Jürgen's laptop");
  });
});
