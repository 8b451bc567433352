import type { VariableSpec } from "../../schema";

/** The address both MongoDB features read. */
export const mongoUri: VariableSpec = {
  key: "MONGODB_URI",
  kind: "url",
  required: true,
  sensitive: true,
  public: false,
  source: "user",
  skippableLocally: false,
  description: "Address of a MongoDB server or an Atlas cluster, with the name of the database at its end.",
  example: "mongodb+srv://user:password@cluster.example.net/shop",
  rule: "mongodb-url",
  aliases: ["MONGODB_URL", "MONGO_URL"],
  feature: "Database",
};
