"use client";
import dynamic from "next/dynamic";

const Region = dynamic(() => import("@heroui/react/toast").then((kit) => kit.Toast.Provider), { ssr: false });

/** Where messages appear. Placed once, in the root layout; loaded after the page. */
export function Toaster() {
  return <Region placement="bottom end" width={380} />;
}

/** Short messages about what was just done. A failure stays until it is closed. */
export const notify = {
  done(title: string, description?: string) {
    void import("@heroui/react/toast").then(({ toast }) => toast.success(title, { description }));
  },
  problem(title: string, description?: string) {
    void import("@heroui/react/toast").then(({ toast }) => toast.danger(title, { description, timeout: 0 }));
  },
};
