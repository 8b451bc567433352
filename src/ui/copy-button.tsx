"use client";
import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { Button, type ButtonVariant } from "./button";
import { notify } from "./toast";

interface CopyButtonProps {
  text: string | (() => string);
  /** What is copied, for the button's name: "address". */
  what: string;
  /** Shows the word beside the icon. */
  hasLabel?: boolean;
  variant?: ButtonVariant;
  className?: string;
}

/** Copies text and says so for two seconds. */
export function CopyButton({ text, what, hasLabel, variant = "ghost", className }: CopyButtonProps) {
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(typeof text === "string" ? text : text());
      setCopied(true);
    } catch {
      notify.problem("Copying failed", "The browser did not allow it. Select the text and copy it by hand.");
    }
  };
  const name = isCopied ? "Copied" : `Copy ${what}`;
  return (
    <Button
      size="sm"
      variant={variant}
      isIconOnly={!hasLabel}
      aria-label={hasLabel ? undefined : name}
      onPress={() => void copy()}
      className={className}
    >
      {isCopied ? <Check aria-hidden className="text-success-text" /> : <Copy aria-hidden />}
      {hasLabel ? <span className="min-w-12 text-left">{isCopied ? "Copied" : "Copy"}</span> : null}
      {hasLabel ? <span className="sr-only">{what}</span> : null}
    </Button>
  );
}
