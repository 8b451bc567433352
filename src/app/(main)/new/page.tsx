import type { Metadata } from "next";
import { Wizard } from "@/modules/deployment/ui/wizard/wizard";
import { pageCtx } from "@/modules/identity";
import { listProjects } from "@/modules/projects";
import { openWizard } from "@/modules/scaffold/ui/open-wizard";

export const metadata: Metadata = { title: "New app" };

interface NewAppProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function NewAppPage({ searchParams }: NewAppProps) {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(await searchParams)) query.set(key, String(value));
  const projects = await listProjects(await pageCtx());
  const taken = projects.map(({ name }) => name);
  return <Wizard start={openWizard(query, taken)} />;
}
