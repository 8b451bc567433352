import { FlaskConical } from "lucide-react";
import { Badge } from "@/ui/badge";

/** Says of a deployment or an account that no real platform stands behind it. */
export function EmulatedBadge() {
  return (
    <Badge
      tone="warning"
      icon={FlaskConical}
      title="Made with a local stand-in of the platform, not the platform itself"
    >
      Emulated
    </Badge>
  );
}
