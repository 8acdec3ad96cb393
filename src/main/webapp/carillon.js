import {ClientCount} from "./client-count.js";
import {EventStream} from "./event-stream.js";
import {clockTime, PublicationList} from "./publication-list.js";

const STATES = {live: "Live", reconnecting: "Reconnecting…"};

const element = id => document.getElementById(id);
const clients = new ClientCount(element("clients"), element("cluster"));
const publications = new PublicationList(element("publications"), showHeld);

function showState(state) {
  if (element("state").dataset.state !== state) {
    element("state").dataset.state = state;
    element("state").textContent = STATES[state];
    clients.refreshSoon();
  }
}

function showHeld(count) {
  element("held").textContent = count === 0 ? "" : `${count} new`;
}

function showPublication({id, data}) {
  publications.add(id, JSON.parse(data));
  element("empty").hidden = true;
  clients.refreshSoon();
}

function showGap() {
  const now = new Date();
  publications.addGap(now);
  element("empty").hidden = true;
  element("notice").textContent = `Some publications were missed at ${clockTime(now)}.`;
}

function togglePause({currentTarget: button}) {
  const paused = button.dataset.paused !== "true";
  button.dataset.paused = paused;
  button.textContent = paused ? "Resume list" : "Pause list";
  paused ? publications.pause() : publications.resume();
}

const show = {message: showPublication, gap: showGap};

element("pause").addEventListener("click", togglePause);
clients.start();
new EventStream("events", {
  onLive: () => showState("live"),
  onLost: () => showState("reconnecting"),
  onMessage: message => show[message.event]?.(message),
}).run();
