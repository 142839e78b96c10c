// The list of messages: keeps elements by message id, days between them, and the place of the eye.
import { bubble } from "./bubble.js";
import { dayName, digits, element, gist } from "./words.js";

const NEAR = 90;
const plain = (message) => message.text && !["photo", "document", "voice", "sticker", "contact", "location"].some((part) => message[part]);
const byId = (id) => (one) => one.id === id;

export class Log {
  #messages = [];
  #elements = new Map();
  #unseen = 0;
  #atEnd = true;
  #height = 0;

  /** `place`: the scrolling element; `list`: the ol in it; `empty`, `newest`: elements beside it. */
  constructor({ place, list, empty, newest }, acts) {
    Object.assign(this, { place, list, empty, newest, acts });
    place.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    newest.addEventListener("click", () => this.toEnd("smooth"));
    new ResizeObserver(() => this.#resized()).observe(place);
  }

  /** The person's newest message that can still be rewritten: plain text, no file, sticker or card. */
  get lastOwn() {
    return this.#messages.findLast((message) => message.from === "user" && plain(message)) ?? null;
  }

  whole(messages) {
    this.#messages = [];
    this.#elements.clear();
    this.list.replaceChildren();
    this.change(messages, false);
    this.toEnd();
  }

  /** Takes in new, edited and deleted messages and keeps the view where the reader is. */
  change(messages, fresh = true) {
    const follow = this.#atEnd || messages.some((message) => message.from === "user" && !this.#elements.has(message.id));
    const before = this.lastOwn?.id;
    for (const message of messages) this.#take(message);
    const after = this.lastOwn?.id;
    const touched = new Set(messages.map((message) => message.id));
    if (before !== after) touched.add(before).add(after);
    for (const message of this.#messages) if (touched.has(message.id)) this.#draw(message, fresh, message.id === after);
    this.#days();
    this.empty.hidden = this.#messages.length > 0;
    if (follow) this.toEnd();
    else if (fresh) this.#unseenMore(messages.filter((message) => message.from === "bot" && !message.edited).length);
  }

  toEnd(behavior = "instant") {
    this.place.scrollTo({ top: this.place.scrollHeight, behavior });
    this.#atEnd = true;
    this.#caughtUp();
  }

  settle() {
    for (const busy of this.list.querySelectorAll("[aria-busy]")) busy.removeAttribute("aria-busy");
  }

  #take(message) {
    const at = this.#messages.findIndex(byId(message.id));
    if (message.deleted) {
      if (at >= 0) this.#messages.splice(at, 1);
      this.#elements.get(message.id)?.remove();
      this.#elements.delete(message.id);
      return;
    }
    if (at >= 0) this.#messages[at] = message;
    else this.#messages.splice(this.#messages.findLastIndex((one) => one.id < message.id) + 1, 0, message);
  }

  #draw(message, fresh, last) {
    const answered = this.#messages.find(byId(message.reply_to));
    const replied = answered && { from: answered.from, gist: gist(answered) };
    const drawn = bubble({ ...message, last, replied }, this.acts);
    const old = this.#elements.get(message.id);
    if (fresh && !old) drawn.dataset.fresh = "";
    this.#elements.set(message.id, drawn);
    if (old) return this.#replace(old, drawn);
    const later = this.#messages.slice(this.#messages.findIndex(byId(message.id)) + 1);
    const next = later.find((one) => this.#elements.has(one.id));
    this.list.insertBefore(drawn, next ? this.#elements.get(next.id) : null);
  }

  /** The focus stays on the button that stands where the pressed one stood. */
  #replace(old, drawn) {
    const buttons = (item) => [...item.querySelectorAll(".inline-row > *")];
    const at = buttons(old).indexOf(document.activeElement);
    old.replaceWith(drawn);
    if (at >= 0) (buttons(drawn)[Math.min(at, buttons(drawn).length - 1)] ?? this.place).focus({ preventScroll: true });
  }

  /** A day's name stands before its first message; a mark that already stands right is left alone. */
  #days() {
    const wanted = new Map();
    for (const message of this.#messages) {
      const name = dayName(message.date);
      if (!wanted.has(name)) wanted.set(name, this.#elements.get(message.id));
    }
    for (const mark of this.list.querySelectorAll(".day")) {
      if (wanted.get(mark.textContent) === mark.nextElementSibling) wanted.delete(mark.textContent);
      else mark.remove();
    }
    for (const [name, first] of wanted) first.before(element("li", { class: "day" }, name));
  }

  /** A keyboard that opens moves the view too: only the reader's own scrolling leaves the end. */
  #scrolled() {
    if (this.place.clientHeight !== this.#height) return;
    this.#atEnd = this.place.scrollHeight - this.place.scrollTop - this.place.clientHeight < NEAR;
    if (this.#atEnd) this.#caughtUp();
  }

  #resized() {
    this.#height = this.place.clientHeight;
    if (this.#atEnd) this.toEnd();
  }

  #unseenMore(count) {
    this.#unseen += count;
    this.newest.hidden = false;
    if (this.#unseen > 0) this.newest.dataset.count = digits(this.#unseen);
  }

  #caughtUp() {
    this.#unseen = 0;
    this.newest.hidden = true;
    delete this.newest.dataset.count;
  }
}
