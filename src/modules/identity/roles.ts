import { type Permission, permissions } from "@/server/context";

const rolePermissions = new Map<string, ReadonlySet<Permission>>([
  ["owner", new Set(permissions)],
  ["admin", new Set(permissions)],
  ["member", new Set(permissions.filter((permission) => permission !== "identity:manage"))],
  ["viewer", new Set<Permission>(["project:read", "environment:read", "deployment:read"])],
]);

/** What a role may do; a role this version does not know may do nothing. */
export function permissionsOf(role: string): ReadonlySet<Permission> {
  return rolePermissions.get(role) ?? new Set();
}
