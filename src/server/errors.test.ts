import { describe, expect, it } from "vitest";
import { z } from "zod";
import { toAppError } from "./errors";

describe("toAppError", () => {
  it("says what is wrong with a record's key, naming it", () => {
    const names = z.object({ variables: z.record(z.string().regex(/^[A-Z]+$/, "Use capital letters."), z.string()) });
    const { error } = names.safeParse({ variables: { "A B": "x" } });
    expect(toAppError(error)).toMatchObject({ code: "VALIDATION", message: "variables.A B: Use capital letters." });
  });

  it("keeps the text of what was not foreseen out of the answer", () => {
    expect(toAppError(new Error("password is hunter2"))).toMatchObject({ code: "INTERNAL" });
    expect(toAppError(new Error("password is hunter2")).message).not.toContain("hunter2");
  });
});
