import { connect } from "node:net";

/** Sends commands over one connection of the Redis protocol and gives their replies in order; an Error is a reply too. */
export function sendCommands(address, commands) {
  const { hostname, port } = new URL(address);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port || 6379), hostname);
    let received = Buffer.alloc(0);
    socket.setTimeout(5_000, () => socket.destroy(new Error("Redis did not answer within 5 seconds.")));
    socket.on("error", reject);
    socket.on("close", () => reject(new Error("Redis closed the connection.")));
    socket.on("data", (chunk) => {
      received = Buffer.concat([received, chunk]);
      const replies = readReplies(received, commands.length);
      if (replies === undefined) return;
      resolve(replies);
      socket.end();
    });
    socket.write(commands.map(encode).join(""));
  });
}

function encode(parts) {
  const texts = parts.map(String);
  return `*${texts.length}\r\n${texts.map((text) => `$${Buffer.byteLength(text)}\r\n${text}\r\n`).join("")}`;
}

/** undefined while the bytes do not hold so many whole replies. */
function readReplies(bytes, count) {
  const replies = [];
  let at = 0;
  while (replies.length < count) {
    const reply = readReply(bytes, at);
    if (reply === undefined) return undefined;
    replies.push(reply.value);
    at = reply.end;
  }
  return replies;
}

function readReply(bytes, start) {
  const lineEnd = bytes.indexOf("\r\n", start);
  if (lineEnd === -1) return undefined;
  const text = bytes.toString("utf8", start + 1, lineEnd);
  const end = lineEnd + 2;
  switch (String.fromCharCode(bytes[start])) {
    case "+":
      return { value: text, end };
    case "-":
      return { value: new Error(text), end };
    case ":":
      return { value: Number(text), end };
    case "$":
      return readBulk(bytes, Number(text), end);
    case "*":
      return readArray(bytes, Number(text), end);
    default:
      throw new Error(`Redis sent a reply of an unknown kind: ${text.slice(0, 40)}`);
  }
}

function readBulk(bytes, length, start) {
  if (length === -1) return { value: null, end: start };
  const end = start + length + 2;
  return bytes.length < end ? undefined : { value: bytes.toString("utf8", start, start + length), end };
}

function readArray(bytes, length, start) {
  if (length === -1) return { value: null, end: start };
  const values = [];
  let at = start;
  while (values.length < length) {
    const reply = readReply(bytes, at);
    if (reply === undefined) return undefined;
    values.push(reply.value);
    at = reply.end;
  }
  return { value: values, end: at };
}
