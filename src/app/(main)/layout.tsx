import type { ReactNode } from "react";
import { pageCtx } from "@/modules/identity";
import { Frame } from "@/ui/frame/frame";

export default async function MainLayout({ children }: { children: ReactNode }) {
  await pageCtx();
  return <Frame>{children}</Frame>;
}
