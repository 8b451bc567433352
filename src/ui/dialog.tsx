"use client";
import { Modal } from "@heroui/react/modal";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "./button";

interface DialogProps {
  title: string;
  isOpen: boolean;
  onClose(): void;
  children: ReactNode;
  footer?: ReactNode;
  /** `wide` is for tables and texts. */
  size?: "sm" | "md" | "lg" | "wide";
}

/** A dialog: keeps the focus, closes with Escape and gives the focus back. */
export function Dialog({ title, isOpen, onClose, children, footer, size = "sm" }: DialogProps) {
  return (
    <Modal.Backdrop isOpen={isOpen} onOpenChange={(open) => (open ? undefined : onClose())}>
      <Modal.Container size={size === "wide" ? "lg" : size} placement="center">
        <Modal.Dialog className={size === "wide" ? "max-w-3xl p-0" : "p-0"}>
          <div className="flex shrink-0 items-center justify-between gap-4 px-5 pt-4">
            <Modal.Heading className="text-base font-semibold">{title}</Modal.Heading>
            <Button variant="ghost" size="sm" isIconOnly aria-label="Close" onPress={onClose} className="-mr-2">
              <X aria-hidden />
            </Button>
          </div>
          <div className="min-h-0 overflow-y-auto px-5 pt-2 pb-5 text-sm">{children}</div>
          {footer ? (
            <div className="flex shrink-0 flex-wrap justify-end gap-2 border-t border-separator px-5 py-3">
              {footer}
            </div>
          ) : null}
        </Modal.Dialog>
      </Modal.Container>
    </Modal.Backdrop>
  );
}
