export interface FoundChromium {
  path: string;
  /** Variables the browser needs beside those of this process. */
  env: Record<string, string>;
  source: string;
}
export const chromiumFlags: string[];
export function findChromium(env?: Record<string, string | undefined>): Promise<FoundChromium>;
