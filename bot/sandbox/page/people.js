// The list of people: who there is, who is open, and what waits unread with the others.
import { Refused, screen } from "./api.js";
import { digits, element, gist, initial, key, MESSENGERS, role, when } from "./words.js";

const PAUSE = 3000;
const SEEN = "hamyar.seen";
export class People {
  #rows = new Map();
  #open = null;
  #seen = JSON.parse(localStorage.getItem(SEEN) ?? "{}");

  constructor(list) {
    this.list = list;
    this.#watch();
  }

  set(people) {
    for (const [id, row] of this.#rows) if (!people.some((person) => key(person) === id)) this.#remove(id, row);
    for (const person of people) {
      if (this.#rows.has(key(person))) continue;
      const row = { person, event: null, messages: new Map(), item: element("li"), link: element("a") };
      this.#rows.set(key(person), row);
      row.item.append(row.link);
      this.list.append(row.item);
      this.#draw(row);
    }
  }

  open(person) {
    const before = this.#rows.get(this.#open);
    this.#open = person && key(person);
    for (const row of [before, this.#rows.get(this.#open)]) if (row) this.#draw(row);
  }

  /** What a person's screen said, whole or changed. */
  note(person, seen, whole) {
    const row = this.#rows.get(key(person));
    if (!row) return;
    if (whole) row.messages.clear();
    row.event = seen.event;
    for (const message of seen.messages) {
      if (message.deleted) row.messages.delete(message.id);
      else row.messages.set(message.id, message);
    }
    this.#draw(row);
  }

  #remove(id, row) {
    row.item.remove();
    this.#rows.delete(id);
  }

  #draw(row) {
    const { person, link } = row;
    const messages = [...row.messages.values()].sort((one, other) => one.id - other.id);
    const last = messages.at(-1);
    const open = key(person) === this.#open;
    if (open && last) this.#remember(person, last.id);
    const unread = open ? 0 : this.#unread(person, messages);
    link.replaceChildren(...this.#parts(person, last, unread));
    link.className = "person";
    link.href = `#${key(person)}`;
    link.dataset.testid = "person";
    link.dataset.messenger = person.messenger;
    link.dataset.person = key(person);
    link.toggleAttribute("data-unread", unread > 0);
    if (open) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }

  #parts(person, last, unread) {
    const name = element("span", {}, person.name);
    const badge = element("span", { class: "badge" }, MESSENGERS[person.messenger] ?? person.messenger);
    return [
      element("span", { class: "avatar", "aria-hidden": "true" }, initial(person.name)),
      element("span", { class: "person-name" }, name, badge),
      element("span", { class: "person-time" }, last ? when(last.date) : ""),
      element("span", { class: "person-line" }, element("b", {}, role(person)), last ? ` · ${gist(last)}` : ""),
      unread > 0
        ? element("span", { class: "unread", "data-testid": "unread", "aria-label": `${digits(unread)} پیام نخوانده` }, digits(unread))
        : element("span"),
    ];
  }

  /** Messages of the bot after the last one seen here and after the person's own last word. */
  #unread(person, messages) {
    const newest = messages.at(-1)?.id ?? 0;
    const seen = this.#seen[key(person)] ?? 0;
    const spoke = messages.findLast((message) => message.from === "user")?.id ?? 0;
    const since = Math.max(seen > newest ? 0 : seen, spoke);
    return messages.filter((message) => message.from === "bot" && message.id > since).length;
  }

  #remember(person, id) {
    this.#seen[key(person)] = id;
    localStorage.setItem(SEEN, JSON.stringify(this.#seen));
  }

  async #watch() {
    for (;;) {
      for (const row of this.#rows.values()) if (!document.hidden && key(row.person) !== this.#open) await this.#look(row);
      await new Promise((done) => setTimeout(done, this.#rows.size === 0 ? 200 : PAUSE));
    }
  }

  /** A server that started over counts its events from the beginning, so an older number means: read it all. */
  async #look(row) {
    try {
      const seen = await screen(row.person, row.event);
      const startedOver = row.event !== null && seen.event < row.event;
      if (startedOver) row.event = null;
      else if (row.event === null || seen.event > row.event) this.note(row.person, seen, row.event === null);
    } catch (problem) {
      if (!(problem instanceof Refused)) throw problem;
    }
  }
}
