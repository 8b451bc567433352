import {
  Bot,
  CircleSlash,
  Cpu,
  Database,
  GitBranch,
  KeyRound,
  Layers,
  type LucideIcon,
  MessageSquare,
  Package,
  Plug,
  ShieldCheck,
  Sparkles,
  Triangle,
} from "lucide-react";

const icons: Record<string, LucideIcon> = {
  bot: Bot,
  "circle-slash": CircleSlash,
  cpu: Cpu,
  database: Database,
  "git-branch": GitBranch,
  "key-round": KeyRound,
  layers: Layers,
  "message-square": MessageSquare,
  package: Package,
  plug: Plug,
  "shield-check": ShieldCheck,
  sparkles: Sparkles,
  triangle: Triangle,
};

/** The icon of a catalog option, by the name the catalog gives it. */
export function OptionIcon({ name, className }: { name: string; className?: string }) {
  const Icon = icons[name] ?? Package;
  return <Icon aria-hidden className={className} />;
}
