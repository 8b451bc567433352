import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { toAppError } from "./errors";
import { describeOnDatabases } from "./testing";

describeOnDatabases("toAppError", (getCtx) => {
  it("takes a NUL byte for the caller's error, whatever field it came in by", async () => {
    const { db } = await getCtx();
    const error = await db.execute(sql`select ${"a\0b"}::text`).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(toAppError(error)).toMatchObject({ code: "VALIDATION", message: expect.stringContaining("NUL byte") });
  });
});
