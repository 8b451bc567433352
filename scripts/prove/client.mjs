/** Requests to one app, as one browser: it keeps cookies and sends the app's own Origin. */
export class Client {
  #cookies = new Map();

  constructor(address) {
    this.address = address;
  }

  async text(path, { json, headers, ...init } = {}) {
    const answer = await fetch(this.address + path, {
      redirect: "manual",
      signal: AbortSignal.timeout(30_000),
      ...init,
      headers: {
        origin: this.address,
        ...(this.#cookies.size > 0 ? { cookie: this.cookie() } : {}),
        ...(json === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    });
    for (const line of answer.headers.getSetCookie()) this.#keep(line);
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  }

  async json(path, options) {
    const answer = await this.text(path, options);
    try {
      return { ...answer, body: JSON.parse(answer.text) };
    } catch {
      throw new Error(`${path} answered ${answer.status} without JSON: ${answer.text.slice(0, 300)}`);
    }
  }

  cookie() {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  setCookie(name, value) {
    this.#cookies.set(name, value);
  }

  #keep(line) {
    const [pair = ""] = line.split(";");
    const name = pair.slice(0, pair.indexOf("="));
    const isGone = /max-age=0(;|$)/i.test(line) || pair.endsWith("=");
    if (isGone) this.#cookies.delete(name);
    else this.#cookies.set(name, pair.slice(name.length + 1));
  }
}
