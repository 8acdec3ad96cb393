// Events both ways by the official client, against the fixture: node events.cjs <folder with node_modules> <url> [polling|websocket]
const { createRequire } = require("module");
const { io } = createRequire(process.argv[2] + "/")("socket.io-client");
const assert = require("assert");

const url = process.argv[3];
const options = { transports: [process.argv[4] || "websocket"], forceNew: true };

async function main() {
  const socket = io(url, { ...options, auth: { token: "123" } });
  const custom = io(url + "/custom", options);
  const auth = await new Promise((resolve) => socket.once("auth", resolve));
  assert.deepStrictEqual(auth, { token: "123" });
  const reply = new Promise((resolve) => socket.once("message-back", (...all) => resolve(all)));
  socket.emit("message", 1, "2", { 3: [Buffer.from([4, 5])] }, Buffer.alloc(100_000, 7));
  const back = await reply;
  assert.deepStrictEqual(back.slice(0, 2), [1, "2"]);
  assert.deepStrictEqual([...Buffer.from(back[2][3][0])], [4, 5]);
  assert.strictEqual(Buffer.from(back[3]).compare(Buffer.alloc(100_000, 7)), 0);
  const acknowledged = await new Promise((resolve) => socket.emit("message-with-ack", "a", Buffer.from([1]), (...all) => resolve(all)));
  assert.strictEqual(acknowledged[0], "a");
  assert.deepStrictEqual([...Buffer.from(acknowledged[1])], [1]);
  const unknown = await custom.timeout(3000).emitWithAck("nobody-handles-this");
  assert.strictEqual(unknown.error.code, "unknown_event");
  const refused = await new Promise((resolve) => io(url + "/random", options).once("connect_error", resolve));
  assert.strictEqual(refused.message, "Invalid namespace");
  socket.disconnect();
  custom.disconnect();
  console.log("ok");
}

main().then(() => process.exit(0), (failed) => {
  console.log(failed);
  process.exit(1);
});
