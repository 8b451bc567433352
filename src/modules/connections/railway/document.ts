import type { z } from "zod";

/** A GraphQL document with what it takes and what is used of its answer. Its operation is named after its root field. */
export interface RailwayDocument<Variables, Data> {
  name: string;
  kind: "query" | "mutation" | "subscription";
  text: string;
  data: z.ZodType<Data>;
  /** Never there; carries the type. */
  readonly takes?: (variables: Variables) => void;
}

/** `define<{ id: string }>()("query deployment($id: String!) { ... }", z.object({ ... }))` */
export function define<Variables = Record<never, never>>() {
  return <Data>(text: string, data: z.ZodType<Data>): RailwayDocument<Variables, Data> => {
    const [, kind, name] = /^\s*(query|mutation|subscription) (\w+)/.exec(text) ?? [];
    if (name === undefined || (kind !== "query" && kind !== "mutation" && kind !== "subscription")) {
      throw new Error(`Not a named operation: ${text}`);
    }
    return { name, kind, text, data };
  };
}
