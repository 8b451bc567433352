import assert from "node:assert/strict";

const endpoints = {
  chatbot: ["/api/chat", { messages: [message("Say hello.")] }],
  rag: ["/api/answer", { question: "How is this project started?" }],
  agent: ["/api/agent", { messages: [message("What is 6 times 7?")] }],
  structured: ["/api/extract", { text: "Ada orders two lamps for 40 euros, by Friday." }],
};

/** Asks the model of the row once. Where only people who are signed in may ask, strangers must be turned away. */
export async function exerciseAi({ config, client, part, notRun }) {
  const [path, json] = endpoints[config.aiTemplate];
  const mayAsk = config.auth === "none" || client.cookie().includes("session");
  const answer = await client.text(path, { method: "POST", json });
  if (!mayAsk) {
    await part("sign-in before AI", () => assert.ok([401, 503].includes(answer.status), `${path}: ${answer.status}`));
    notRun.push({ part: config.aiTemplate, reason: "only for people who are signed in, which needs an account here" });
    return;
  }
  await part(`${config.aiTemplate} by ${config.aiProvider}`, () => {
    assert.equal(answer.status, 200, answer.text.slice(0, 500));
    assert.doesNotMatch(answer.text, /"type":"error"/, answer.text.slice(0, 1500));
    assert.ok(answer.text.length > 20, answer.text);
  });
}

function message(text) {
  return { id: "m1", role: "user", parts: [{ type: "text", text }] };
}
