import { type Permission, permissions } from "@/server/context";

const readOnly: readonly Permission[] = ["project:read", "environment:read", "deployment:read"];

const rolePermissions: Record<string, ReadonlySet<Permission>> = {
  owner: new Set(permissions),
  admin: new Set(permissions),
  member: new Set(permissions.filter((permission) => permission !== "identity:manage")),
  viewer: new Set(readOnly),
};

/** What a role may do; a role this version does not know may do nothing. */
export function permissionsOf(role: string): ReadonlySet<Permission> {
  return rolePermissions[role] ?? new Set();
}
