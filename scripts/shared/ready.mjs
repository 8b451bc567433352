import { get } from "node:http";

/** Whether a Berth answers here and takes requests. Not with `fetch`: loading it costs the starter 30 MB for good. */
export function isReady(url, timeoutMs = 5_000) {
  return new Promise((resolve) => {
    const request = get(`${url}/api/ready`, { timeout: timeoutMs }, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    });
    request.once("timeout", () => request.destroy());
    request.once("error", () => resolve(false));
  });
}
