import { type Permission, permissions } from "@/server/context";

/** What only owners and admins do: manage people, and the keys that spend the organization's money. */
const forAdmins = new Set<Permission>(["identity:manage", "model:write", "connection:write", "audit:read"]);

const rolePermissions = new Map<string, ReadonlySet<Permission>>([
  ["owner", new Set(permissions)],
  ["admin", new Set(permissions)],
  ["member", new Set(permissions.filter((permission) => !forAdmins.has(permission)))],
  [
    "viewer",
    new Set<Permission>(["project:read", "environment:read", "deployment:read", "model:read", "connection:read"]),
  ],
]);

/** What a role may do; a role this version does not know may do nothing. */
export function permissionsOf(role: string): ReadonlySet<Permission> {
  return rolePermissions.get(role) ?? new Set();
}
