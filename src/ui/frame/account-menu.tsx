"use client";
import { Dropdown } from "@heroui/react/dropdown";
import { Header } from "@heroui/react/header";
import { Separator } from "@heroui/react/separator";
import { useQuery } from "@tanstack/react-query";
import { CircleUser, Keyboard, LogOut, Monitor, Moon, Settings, Sun } from "lucide-react";
import { useRouter } from "next/navigation";
import { Button } from "../button";
import { useTRPC } from "../trpc";
import { type ThemeChoice, useTheme } from "../use-theme";
import { showOverlay } from "./overlays";

const themes = [
  { id: "light", label: "Light", icon: Sun },
  { id: "dark", label: "Dark", icon: Moon },
  { id: "system", label: "System", icon: Monitor },
] as const;

/** Who is signed in, the theme, and the way out. Opens at once: it is mounted by the first press. */
export function AccountMenu() {
  const router = useRouter();
  const [theme, setTheme] = useTheme();
  const trpc = useTRPC();
  const { data: me } = useQuery(trpc.identity.me.queryOptions(undefined, { staleTime: 60_000 }));
  return (
    <Dropdown defaultOpen>
      <Button variant="ghost" size="sm" isIconOnly aria-label="Account">
        <CircleUser aria-hidden className="size-5" />
      </Button>
      <Dropdown.Popover placement="bottom end" className="min-w-56">
        <Dropdown.Menu aria-label="Account">
          <Dropdown.Section
            aria-label="Theme"
            selectionMode="single"
            disallowEmptySelection
            selectedKeys={[theme]}
            onSelectionChange={(keys) => {
              const [choice] = keys === "all" ? [] : [...keys];
              if (choice) setTheme(choice as ThemeChoice);
            }}
          >
            <Header>Theme</Header>
            {themes.map(({ id, label, icon: Icon }) => (
              <Dropdown.Item key={id} id={id} textValue={label}>
                <Dropdown.ItemIndicator />
                <Icon aria-hidden className="size-4 text-muted" />
                {label}
              </Dropdown.Item>
            ))}
          </Dropdown.Section>
          <Separator />
          <Dropdown.Section aria-label={me?.email ?? me?.name ?? "Account"}>
            <Header>{me?.email ?? me?.name ?? "Account"}</Header>
            <Dropdown.Item id="settings" textValue="Settings" onAction={() => router.push("/settings")}>
              <Settings aria-hidden className="size-4 text-muted" />
              Settings
            </Dropdown.Item>
            <Dropdown.Item id="shortcuts" textValue="Keyboard shortcuts" onAction={() => showOverlay("shortcuts")}>
              <Keyboard aria-hidden className="size-4 text-muted" />
              Keyboard shortcuts
            </Dropdown.Item>
            <Dropdown.Item id="sign-out" textValue="Sign out" onAction={() => void signOut()}>
              <LogOut aria-hidden className="size-4 text-muted" />
              Sign out
            </Dropdown.Item>
          </Dropdown.Section>
        </Dropdown.Menu>
      </Dropdown.Popover>
    </Dropdown>
  );
}

async function signOut(): Promise<void> {
  await fetch("/sign-out", { method: "POST" });
  window.location.assign("/sign-in");
}
