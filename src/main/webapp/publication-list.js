/** Rows on the page: a page that is left open for a month must not grow. */
const ROWS = 200;

/** Characters of data that are shown without being asked for. */
const SHORT_DATA = 240;
const SUMMARY = 120;

const CLOCK = new Intl.DateTimeFormat(undefined, {timeStyle: "medium"});
const CALENDAR = new Intl.DateTimeFormat(undefined, {dateStyle: "medium"});

/** The time of day, as the reader writes it. */
export function clockTime(date) {
  return CLOCK.format(date);
}

/** The newest publications, newest first. While it is paused it holds back what comes, and shows it afterwards. */
export class PublicationList {
  #list;
  #onHeld;
  #paused = false;
  #held = [];
  #heldPublications = 0;
  #seen = new Set();
  #epoch;
  #endsWithGap = false;

  /** @param onHeld is told how many publications are held back, whenever that changes */
  constructor(list, onHeld) {
    this.#list = list;
    this.#onHeld = onHeld;
  }

  /** @param position its place in the journal, epoch:offset; means nothing if the publication has no offset */
  add(position, publication) {
    if (publication.offset !== undefined) {
      // After a gap the server begins with the last publication, which may be one that is already here.
      if (this.#seen.has(position)) {
        return;
      }
      this.#remember(position);
      this.#divideEpochs(position.slice(0, position.lastIndexOf(":")));
    }
    this.#endsWithGap = false;
    this.#heldPublications += this.#paused ? 1 : 0;
    this.#append(publicationRow(publication));
  }

  addGap(date) {
    // Coming back to an empty journal is a gap each time, and one row says it.
    if (!this.#endsWithGap) {
      this.#endsWithGap = true;
      this.#append(noteRow("gap", "Some publications were missed", date));
    }
  }

  pause() {
    this.#paused = true;
  }

  resume() {
    this.#paused = false;
    this.#list.prepend(...this.#held.reverse());
    this.#held = [];
    this.#heldPublications = 0;
    this.#trim();
    this.#onHeld(0);
  }

  #remember(position) {
    this.#seen.add(position);
    if (this.#seen.size > ROWS) {
      this.#seen.delete(this.#seen.values().next().value);
    }
  }

  #divideEpochs(epoch) {
    if (this.#epoch !== undefined && this.#epoch !== epoch) {
      this.#append(noteRow("epoch", "A new epoch of the journal: offsets above and below cannot be compared"));
    }
    this.#epoch = epoch;
  }

  #append(row) {
    if (this.#paused) {
      this.#held.push(row);
      this.#held.splice(0, this.#held.length - ROWS);
      this.#onHeld(this.#heldPublications);
    } else {
      this.#list.prepend(row);
      this.#trim();
    }
  }

  #trim() {
    while (this.#list.children.length > ROWS) {
      this.#list.lastElementChild.remove();
    }
  }
}

function publicationRow({offset, time, channel, event, data}) {
  const row = copyOf("publication");
  // What is told only to those who are there has neither time nor place: it has just happened.
  const date = time === undefined ? new Date() : new Date(time);
  row.dataset.event = event;
  row.querySelector("time").dateTime = date.toISOString();
  row.querySelector("time").textContent = clockTime(date);
  row.querySelector(".date").textContent = CALENDAR.format(date);
  row.querySelector(".event").textContent = event;
  row.querySelector(".channel").textContent = channel;
  if (offset === undefined) {
    row.querySelector(".position").remove();
  } else {
    row.dataset.offset = offset;
    row.querySelector(".offset").textContent = offset;
  }
  row.querySelector(".data").append(dataElement(data ?? null));
  return row;
}

function dataElement(data) {
  const text = JSON.stringify(data);
  if (text.length <= SHORT_DATA) {
    const code = document.createElement("code");
    code.textContent = text;
    return code;
  }
  const details = copyOf("long-data");
  details.querySelector("code").textContent = text.slice(0, SUMMARY) + "…";
  details.querySelector("pre").textContent = JSON.stringify(data, null, 2);
  return details;
}

function noteRow(kind, text, date) {
  const row = copyOf("note");
  row.dataset.note = kind;
  row.querySelector(".text").textContent = text;
  if (date) {
    row.querySelector("time").dateTime = date.toISOString();
    row.querySelector("time").textContent = clockTime(date);
  } else {
    row.querySelector("time").remove();
  }
  return row;
}

function copyOf(template) {
  return document.getElementById(template).content.firstElementChild.cloneNode(true);
}
