// The official JavaScript client, unmodified: prints each event that arrives, and ends after three.
// node client.cjs FOLDER-WITH-NODE_MODULES URL TRANSPORTS
const { createRequire } = require("node:module");
const [, , folder, url, transports] = process.argv;
const { io } = createRequire(folder + "/")("socket.io-client");
const socket = io(url, transports === "default" ? {} : { transports: transports.split(",") });
let received = 0;
socket.on("background_task_response", (...args) => {
  console.log(JSON.stringify(args));
  if (++received === 3) {
    console.log(socket.io.engine.transport.name);
    socket.close();
  }
});
socket.on("connect_error", (error) => console.log("connect_error", error.message));
socket.on("disconnect", (reason) => reason === "io client disconnect" || console.log("disconnect", reason));
setTimeout(() => process.exit(1), 30000).unref();
