"use client";
import { Dropdown } from "@heroui/react/dropdown";
import { Ellipsis, KeyRound, PencilLine, Unplug } from "lucide-react";
import { Button } from "@/ui/button";

interface ConnectionActionsProps {
  name: string;
  onReconnect(): void;
  onRename(): void;
  onDisconnect(): void;
}

/** What is done with an account now and then. */
export function ConnectionActions({ name, onReconnect, onRename, onDisconnect }: ConnectionActionsProps) {
  return (
    <Dropdown>
      <Button variant="ghost" size="sm" isIconOnly aria-label={`More for ${name}`}>
        <Ellipsis aria-hidden />
      </Button>
      <Dropdown.Popover placement="bottom end" className="min-w-44">
        <Dropdown.Menu aria-label={`More for ${name}`}>
          <Dropdown.Item id="rename" textValue="Rename" onAction={onRename}>
            <PencilLine aria-hidden className="size-4 text-muted" />
            Rename
          </Dropdown.Item>
          <Dropdown.Item id="reconnect" textValue="Replace token" onAction={onReconnect}>
            <KeyRound aria-hidden className="size-4 text-muted" />
            Replace token
          </Dropdown.Item>
          <Dropdown.Item id="disconnect" textValue="Disconnect" onAction={onDisconnect} className="text-danger-text">
            <Unplug aria-hidden className="size-4" />
            Disconnect
          </Dropdown.Item>
        </Dropdown.Menu>
      </Dropdown.Popover>
    </Dropdown>
  );
}
