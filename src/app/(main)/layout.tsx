import type { ReactNode } from "react";
import { Frame } from "@/ui/frame/frame";

export default function MainLayout({ children }: { children: ReactNode }) {
  return <Frame>{children}</Frame>;
}
