export const launcher: string;
export function writeBundles(): Promise<void>;
