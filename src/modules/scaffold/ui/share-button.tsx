"use client";
import { Share2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "@/ui/button";

const ShareDialog = dynamic(() => import("./share-dialog").then((part) => part.ShareDialog), { ssr: false });

/** Opens what can be handed on of the stack. */
export function ShareButton({ choices, command }: { choices: URLSearchParams; command: string }) {
  const [isOpen, setOpen] = useState<boolean>();
  return (
    <>
      <Button isIconOnly aria-label="Share this stack" onPress={() => setOpen(true)}>
        <Share2 aria-hidden />
      </Button>
      {isOpen === undefined ? null : (
        <ShareDialog isOpen={isOpen} onClose={() => setOpen(false)} choices={choices} command={command} />
      )}
    </>
  );
}
