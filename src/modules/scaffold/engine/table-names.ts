/** `createdAt` as SQL writes it: `created_at`. */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** `api_keys` as code writes it: `apiKeys`. */
export function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase());
}

/** What one row of a table is called: `api_keys` holds an `ApiKey`. */
export function modelName(table: string): string {
  const name = camelCase(table).replace(/s$/, "");
  return name.charAt(0).toUpperCase() + name.slice(1);
}
