"use client";
import { CircleUser } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "../button";

const AccountMenu = dynamic(() => import("./account-menu").then((part) => part.AccountMenu), {
  ssr: false,
  loading: () => <Trigger />,
});

/** The account menu; the menu itself is loaded when it is first opened. */
export function AccountButton() {
  const [isWanted, setWanted] = useState(false);
  return isWanted ? <AccountMenu /> : <Trigger onPress={() => setWanted(true)} />;
}

function Trigger({ onPress }: { onPress?(): void }) {
  return (
    <Button variant="ghost" size="sm" isIconOnly aria-label="Account" aria-haspopup="menu" onPress={onPress}>
      <CircleUser aria-hidden className="size-5" />
    </Button>
  );
}
