import { describe, expect, it } from "vitest";
import { betterAuthTables } from "../better-auth/tables";
import { indexesModule } from "../mongodb/connection";
import { modelsModule } from "../mongoose/models";
import { notesTable } from "../notes/table";

const tables = [notesTable, ...betterAuthTables];

/** The literal between two lines of a generated module, as a value. */
function literal(source: string, from: string, to: string, scope: Record<string, unknown> = {}): unknown {
  const start = source.indexOf(from) + from.length;
  const text = source.slice(start, source.indexOf(to, start));
  return new Function(...Object.keys(scope), `return {${text}};`)(...Object.values(scope));
}

describe("the indexes of MongoDB", () => {
  it("cover what is unique and what is looked up, and leave other collections alone", () => {
    const indexes = literal(indexesModule(tables), "IndexDescription[]> = {", "\n};");
    expect(indexes).toEqual({
      notes: [{ key: { createdAt: 1 } }],
      users: [{ key: { email: 1 }, unique: true }],
      sessions: [{ key: { token: 1 }, unique: true }, { key: { userId: 1 } }],
      accounts: [{ key: { userId: 1 } }],
      verifications: [{ key: { identifier: 1 } }],
    });
  });
});

describe("the models of Mongoose", () => {
  const source = modelsModule(tables);
  const scope = { Schema: { Types: { ObjectId: "ObjectId" } }, String, Date, Boolean };
  const fieldsOf = (schema: string) => literal(source, `const ${schema} = new Schema(\n  {`, "\n  },\n", scope);

  it("leave the id to MongoDB and fill in times", () => {
    expect(fieldsOf("noteSchema")).toEqual({
      text: { type: String, required: true },
      createdAt: { type: Date, required: true, default: expect.any(Function) },
    });
  });

  it("point to other documents by their ObjectId", () => {
    expect(fieldsOf("sessionSchema")).toMatchObject({
      token: { type: String, required: true, unique: true },
      userId: { type: "ObjectId", ref: "User", required: true },
    });
    expect(fieldsOf("userSchema")).toMatchObject({ image: { type: String }, emailVerified: { default: false } });
  });

  it("keep the names of the collections", () => {
    for (const { name } of tables) expect(source).toContain(`"${name}"),`);
    expect(source).toContain("sessionSchema.index({ userId: 1 });");
  });
});
