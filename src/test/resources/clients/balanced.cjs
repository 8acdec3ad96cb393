// The official client through a balancer, keeping cookies as a browser does: node balanced.cjs <folder with node_modules> <url> <transports>
// Tells on a line where it is connected, each offset that it gets, and what it is refused with, until it is ended.
const { createRequire } = require("node:module");
const [, , folder, url, transports] = process.argv;
const { io } = createRequire(folder + "/")("socket.io-client");

const socket = io(url, { transports: transports.split(","), withCredentials: true, query: { recovery: "1" }, reconnectionDelay: 300, reconnectionDelayMax: 500 });
// Before the namespace is joined: an upgrade may be done by then.
socket.io.on("open", () => socket.io.engine.on("upgrade", (transport) => console.log("upgraded", transport.name)));
socket.on("connect", () => console.log("connected", socket.recovered, socket.io.engine.id.slice(0, 8)));
socket.on("disconnect", (reason, details) => console.log("disconnected", reason, details?.context?.responseText ?? ""));
socket.on("connect_error", (error) => console.log("refused", error.message, error.description, error.context?.responseText));
socket.on("background_task_response", (...values) => console.log("offset", values.at(-1).split(":")[1]));
