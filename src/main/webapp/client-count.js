/** However many publications arrive, the server is asked at most this often. */
const SHORTEST_PAUSE_MILLIS = 2_000;

const LONGEST_PAUSE_MILLIS = 10_000;

/** One publication reaches every browser at once; their questions need not come back at once. */
const SPREAD_MILLIS = 500;

const ANSWER_LIMIT_MILLIS = 5_000;

/** Keeps two elements up to date with the number of connected clients, here and over a cluster, while the page is visible. */
export class ClientCount {
  #here;
  #everywhere;
  #asked = -Infinity;
  #due = Infinity;
  #timer;

  constructor(here, everywhere) {
    this.#here = here;
    this.#everywhere = everywhere;
  }

  start() {
    document.addEventListener("visibilitychange", () => this.refreshSoon());
    this.refreshSoon();
  }

  refreshSoon() {
    this.#planIn(Math.max(this.#asked + SHORTEST_PAUSE_MILLIS - performance.now(), Math.random() * SPREAD_MILLIS));
  }

  #planIn(millis) {
    const due = performance.now() + millis;
    if (due < this.#due && !document.hidden) {
      this.#due = due;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#refresh(), millis);
    }
  }

  async #refresh() {
    this.#due = Infinity;
    this.#asked = performance.now();
    this.#planIn(LONGEST_PAUSE_MILLIS);
    const {here, everywhere} = await connectedClients().catch(() => ({here: "–", everywhere: ""}));
    this.#here.textContent = here;
    this.#everywhere.textContent = everywhere;
  }
}

async function connectedClients() {
  const response = await fetch("health", {cache: "no-store", signal: AbortSignal.timeout(ANSWER_LIMIT_MILLIS)});
  // Not asked for response.ok: a node that is down for another reason still knows its clients.
  const {checks} = await response.json();
  const data = name => checks.find(check => check.name === name).data;
  const {nodes, sessions} = data("lease");
  return {here: data("sessions").connected, everywhere: nodes > 1 ? `, on all ${nodes} nodes: ${sessions}` : ""};
}
