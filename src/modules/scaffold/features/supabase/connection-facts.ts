import type { ScaffoldConfig, VariableSpec } from "../../schema";

/** Whether the database declares the address of the Supabase project; otherwise sign-in does, when it is Supabase's. */
export function declaresAddress({ database }: ScaffoldConfig): boolean {
  return database === "supabase";
}

/** The variable that holds the address of the Supabase project. On Next it may reach the browser. */
export function supabaseUrlKey({ framework }: ScaffoldConfig): "NEXT_PUBLIC_SUPABASE_URL" | "SUPABASE_URL" {
  return framework === "next" ? "NEXT_PUBLIC_SUPABASE_URL" : "SUPABASE_URL";
}

/** The declaration of that variable by one feature; only one of them may make it. */
export function supabaseUrl(
  config: ScaffoldConfig,
  { feature, skippableLocally }: Pick<VariableSpec, "feature" | "skippableLocally">,
): VariableSpec {
  const key = supabaseUrlKey(config);
  return {
    key,
    kind: "url",
    required: true,
    sensitive: false,
    public: key.startsWith("NEXT_PUBLIC_"),
    source: "user",
    skippableLocally,
    description: "Address of the Supabase project: its dashboard shows it under Connect.",
    example: "https://abcdefghijklmnop.supabase.co",
    rule: "supabase-url",
    aliases: [key === "SUPABASE_URL" ? "NEXT_PUBLIC_SUPABASE_URL" : "SUPABASE_URL"],
    feature,
  };
}
