// The HTTP client loads on first use: `berth new` and `berth env check` start without it.

export async function connect() {
  return (await import("./server")).connect();
}

export function loadServer() {
  return import("./server");
}
