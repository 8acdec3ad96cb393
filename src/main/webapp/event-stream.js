/** Turns the text of a server-sent event stream, in pieces of any size, into its messages. */
export class EventStreamParser {
  lastEventId;
  #rest = "";
  #id;
  #event = "";
  #data = [];

  constructor(lastEventId = "") {
    this.lastEventId = lastEventId;
    this.#id = lastEventId;
  }

  /** @returns {Array<{id: string, event: string, data: string} | {retry: number}>} what this piece completes */
  push(piece) {
    const lines = (this.#rest + piece).split("\n");
    this.#rest = lines.pop();
    return lines.flatMap(line => this.#take(line.replace(/\r$/, "")));
  }

  #take(line) {
    if (line === "") {
      return this.#complete();
    }
    const [, field, value] = /^([^:]*)(?:: ?(.*))?$/s.exec(line);
    switch (field) {
      case "id": this.#id = value ?? ""; break;
      case "event": this.#event = value ?? ""; break;
      case "data": this.#data.push(value ?? ""); break;
      case "retry": return /^\d+$/.test(value) ? [{retry: Number(value)}] : [];
    }
    return [];
  }

  #complete() {
    const message = {id: this.#id, event: this.#event || "message", data: this.#data.join("\n")};
    const told = this.#data.length > 0;
    // Only now: a message that the connection cut in half must be asked for again.
    this.lastEventId = this.#id;
    this.#event = "";
    this.#data = [];
    return told ? [message] : [];
  }
}

/** Between two attempts, unless the server asks for more time. */
const CEILING_MILLIS = 15_000;

const STANDARD_RETRY_MILLIS = 2_000;
const SHORTEST_RETRY_MILLIS = 100;

/** A server on its way up or down may take a connection and never answer. */
const ANSWER_LIMIT_MILLIS = 20_000;

/** Longer than the longest heartbeat that a server may be set to, which is 60 s. */
const QUIET_LIMIT_MILLIS = 75_000;

const WATCH_MILLIS = 5_000;

/**
 * A server-sent event stream that comes back after every failure, with the id of the last message.
 *
 * Decision: fetch() and not EventSource. An EventSource gives up for good when it is answered with anything but 200, and the
 * one made in its place cannot send Last-Event-ID: what was published during a redeployment would be lost. Nor does it
 * notice a connection that died silently, because it keeps the server's heartbeats to itself.
 */
export class EventStream {
  #url;
  #listener;
  #lastEventId = "";
  #retry = STANDARD_RETRY_MILLIS;
  #failures = 0;
  #connection;
  #started;
  #heard;

  /** @param listener onLive(), onLost(), onMessage({id, event, data}) */
  constructor(url, listener) {
    this.#url = url;
    this.#listener = listener;
  }

  /** Never returns: the stream ends with the page. */
  async run() {
    addEventListener("offline", () => this.#connection?.abort());
    setInterval(() => this.#watch(), WATCH_MILLIS);
    for (;;) {
      await this.#connect().catch(reason => console.debug(reason));
      this.#listener.onLost();
      await untilOnlineOr(this.#delay());
    }
  }

  async #connect() {
    this.#connection = new AbortController();
    this.#heard = undefined;
    this.#started = Date.now();
    try {
      await this.#read(await this.#open());
    } finally {
      this.#connection.abort();
    }
  }

  async #open() {
    const headers = {Accept: "text/event-stream"};
    if (this.#lastEventId) {
      headers["Last-Event-ID"] = this.#lastEventId;
    }
    const response = await fetch(this.#url, {headers, cache: "no-store", signal: this.#connection.signal});
    const type = response.headers.get("Content-Type") ?? "";
    if (response.status !== 200 || !type.startsWith("text/event-stream")) {
      throw new Error(`${this.#url} answered ${response.status} ${type}`);
    }
    return response.body.pipeThrough(new TextDecoderStream()).getReader();
  }

  async #read(reader) {
    const parser = new EventStreamParser(this.#lastEventId);
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      this.#hear();
      parser.push(piece.value).forEach(message => this.#deliver(message));
      this.#lastEventId = parser.lastEventId;
    }
  }

  /** The first bytes and not the status line make it live: a node that fills up meanwhile answers 200 and hangs up. */
  #hear() {
    if (this.#heard === undefined) {
      this.#failures = 0;
      this.#listener.onLive();
    }
    this.#heard = Date.now();
  }

  #deliver(message) {
    if (message.retry !== undefined) {
      this.#retry = Math.max(message.retry, SHORTEST_RETRY_MILLIS);
      return;
    }
    try {
      this.#listener.onMessage(message);
    } catch (failure) {
      // Not a reason to reconnect: the same message would come again and fail again.
      reportError(failure);
    }
  }

  /** By the wall clock, which unlike a timer also counts the time that a computer slept. */
  #watch() {
    const limit = this.#heard === undefined ? ANSWER_LIMIT_MILLIS : QUIET_LIMIT_MILLIS;
    if (Date.now() - (this.#heard ?? this.#started) > limit) {
      this.#connection?.abort();
    }
  }

  /** Jitter over the whole span, or the browsers that one node lost together would all come back together. */
  #delay() {
    this.#failures++;
    const ceiling = Math.max(this.#retry, Math.min(CEILING_MILLIS, this.#retry * 2 ** this.#failures));
    return this.#retry + Math.random() * (ceiling - this.#retry);
  }
}

function untilOnlineOr(millis) {
  return new Promise(resolve => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener("online", done);
      resolve();
    };
    const timer = setTimeout(done, millis);
    addEventListener("online", done);
  });
}
