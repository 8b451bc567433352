"use client";
import { useModule } from "@/ui/use-module";

const load = async () => {
  const [pure, { ProjectName }] = await Promise.all([import("../pure"), import("../schema")]);
  return { ...pure, ProjectName };
};

/** The generator and its rules, loaded after the page. */
export type Scaffold = Awaited<ReturnType<typeof load>>;

/** Loads the generator and its rules into the browser. */
export function useScaffold() {
  return useModule(load);
}
