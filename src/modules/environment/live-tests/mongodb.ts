import { resolveSrv } from "node:dns/promises";
import { malformed, networkFailure, TestFailure } from "./failure";
import { type Endpoint, exchange, type Guard, openSocket } from "./socket";

/** Says hello to a MongoDB, as every driver does first. The password stays untested: that takes a driver. */
export async function testMongodb(value: string, guard: Guard): Promise<string> {
  const endpoint = await endpointOf(value);
  const socket = await openSocket(endpoint, guard);
  try {
    const reply = await exchange(socket, hello(), (bytes) => bytes.length >= 16);
    if (reply === undefined) {
      throw endpoint.isTls
        ? new TestFailure("unreachable", `${endpoint.host} closed the connection. It may not allow this address.`)
        : new TestFailure("tls-needed", `${endpoint.host} closed the connection. It probably needs tls=true.`);
    }
    if (reply.readInt32LE(12) !== opMsg)
      throw new TestFailure("unexpected", `What answers at ${endpoint.host} is not a MongoDB. Check the port.`);
    return `${endpoint.host} answers. Whether it takes the password shows when the app connects.`;
  } catch (error) {
    throw networkFailure(error, endpoint.host);
  } finally {
    socket.destroy();
  }
}

const opMsg = 2013;

async function endpointOf(value: string): Promise<Endpoint> {
  const found = /^mongodb(\+srv)?:\/\/(?:[^@/]*@)?([^/?#,@]+)[^/?#]*(?:\/[^?#]*)?(\?[^#]*)?/i.exec(value);
  const [, srv, place = "", query = ""] = found ?? [];
  if (place === "") throw malformed("This is not the address of a MongoDB.");
  if (srv !== undefined) {
    const [record] = await resolveSrv(`_mongodb._tcp.${place}`).catch((error: unknown) => {
      throw networkFailure(error, place);
    });
    if (!record) throw new TestFailure("not-found", `${place} names no server.`);
    return { host: record.name, port: record.port, isTls: true };
  }
  const [, host = "", port = "27017"] = /^(\[[^\]]+\]|[^:]+)(?::(\d+))?$/.exec(place) ?? [];
  if (host === "") throw malformed("This is not the address of a MongoDB.");
  const options = new URLSearchParams(query);
  return { host, port: Number(port), isTls: (options.get("tls") ?? options.get("ssl")) === "true" };
}

/** OP_MSG with one section: `{hello: 1, $db: "admin"}` in BSON. */
function hello(): Buffer {
  const document = Buffer.from("\0\0\0\0\x10hello\0\x01\0\0\0\x02$db\0\x06\0\0\0admin\0\0", "latin1");
  document.writeInt32LE(document.length, 0);
  const header = Buffer.alloc(21);
  header.writeInt32LE(header.length + document.length, 0);
  header.writeInt32LE(1, 4);
  header.writeInt32LE(opMsg, 12);
  return Buffer.concat([header, document]);
}
