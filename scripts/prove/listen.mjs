/** Starts a server on a free port of this machine; gives `{url, close}`. */
export async function listen(server, scheme = "http") {
  await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const close = () =>
    new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections?.();
    });
  return { url: `${scheme}://127.0.0.1:${server.address().port}`, close };
}
