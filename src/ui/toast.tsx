"use client";
import dynamic from "next/dynamic";

const Region = dynamic(() => import("@heroui/react/toast").then((kit) => kit.Toast.Provider), { ssr: false });

/** Where messages appear. Placed once, in the root layout; loaded after the page. */
export function Toaster() {
  return <Region placement="bottom end" width={380} />;
}

/** Short messages about what was just done. A failure stays until it is closed. */
export const notify = {
  /** With an action, such as Undo, it stays long enough to be read and pressed. */
  done(title: string, description?: string, action?: { label: string; onPress(): void }) {
    void import("@heroui/react/toast").then(({ toast }) => {
      if (!action) return toast.success(title, { description });
      const onPress = () => {
        toast.close(key);
        action.onPress();
      };
      const key = toast.success(title, {
        description,
        timeout: 15_000,
        actionProps: { children: action.label, onPress },
      });
      return key;
    });
  },
  problem(title: string, description?: string) {
    void import("@heroui/react/toast").then(({ toast }) => toast.danger(title, { description, timeout: 0 }));
  },
};
