// Comes back by the official client: node recovery.cjs <folder with node_modules> <url>. Tells each connection and event on a line,
// until it is ended; "cut" on its input breaks the connection as a network does.
const { createRequire } = require("module");
const { io } = createRequire(process.argv[2] + "/")("socket.io-client");

const socket = io(process.argv[3], { transports: ["websocket"], query: { recovery: "1" }, reconnectionDelay: 300, reconnectionDelayMax: 500 });
socket.on("connect", () => console.log("connected", socket.recovered, socket.id));
socket.on("numbered", (value) => console.log("event", value));
process.stdin.on("data", (line) => {
  if (String(line).startsWith("cut")) {
    socket.io.engine.close();
  } else if (String(line).startsWith("join")) {
    socket.emitWithAck("join", "room").then((count) => console.log("joined", count));
  }
});
