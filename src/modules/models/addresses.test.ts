import { expect, it } from "vitest";
import { guardFetch, refuseMetadata } from "./addresses";

const answering = async () => new Response("fine");

it.each([
  "http://169.254.169.254/latest/meta-data",
  "http://0xa9fea9fe/",
  "http://[fe80::1]/",
  "http://[fd00:ec2::254]/",
  "http://[64:ff9b::a9fe:a9fe]/",
  "http://100.100.100.200/",
  "http://METADATA.google.internal/",
])("refuses %s", async (address) => {
  expect(() => refuseMetadata(address)).toThrow(/own credentials/);
  await expect(guardFetch(answering)(address)).rejects.toMatchObject({ code: "VALIDATION" });
});

it.each([
  "http://localhost:11434/v1",
  "http://127.0.0.1:1234",
  "http://192.168.1.5",
  "http://[::1]:8080",
  "https://api.openai.com/v1",
])("allows %s", async (address) => {
  expect(() => refuseMetadata(address)).not.toThrow();
  const response = await guardFetch(answering, async () => ["127.0.0.1"])(address);
  expect(await response.text()).toBe("fine");
});

it("refuses a name that leads to a metadata service, before anything is sent", async () => {
  let sent = 0;
  const counting = async () => {
    sent += 1;
    return new Response();
  };
  const find = async () => ["203.0.113.7", "169.254.169.254"];
  await expect(guardFetch(counting, find)("https://model.example/v1")).rejects.toMatchObject({ code: "VALIDATION" });
  expect(sent).toBe(0);
});

it("ends an answer that has no end", async () => {
  const chunk = new Uint8Array(1024 * 1024);
  const endless = async () => new Response(new ReadableStream({ pull: (controller) => controller.enqueue(chunk) }));
  const response = await guardFetch(endless)("http://127.0.0.1/");
  await expect(response.text()).rejects.toThrow(/8 MB/);
});
