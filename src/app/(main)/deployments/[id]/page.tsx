import type { Metadata } from "next";
import { cache } from "react";
import { getDeployment } from "@/modules/deployment";
import { DeploymentPage } from "@/modules/deployment/ui/page/deployment-page";
import { pageCtx } from "@/modules/identity";
import { toAppError } from "@/server/errors";

interface DeploymentProps {
  params: Promise<{ id: string }>;
}

/** The deployment, or undefined when there is none: the page then says so itself. */
const findDeployment = cache(async (id: string) => {
  const ctx = await pageCtx();
  return getDeployment(ctx, { id }).catch((error: unknown) => {
    if (toAppError(error).code === "INTERNAL") throw error;
    return undefined;
  });
});

export async function generateMetadata({ params }: DeploymentProps): Promise<Metadata> {
  const deployment = await findDeployment((await params).id);
  return { title: deployment?.name ?? "Not found" };
}

export default async function Page({ params }: DeploymentProps) {
  const { id } = await params;
  return <DeploymentPage key={id} id={id} initial={await findDeployment(id)} />;
}
