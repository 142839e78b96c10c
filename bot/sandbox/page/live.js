// One person's chat, kept live: server-sent events resumed after the last event seen, and started over
// when the server has been. Knows no element of the page.
import { eventsAddress, screen } from "./api.js";

const FIRST_WAIT = 400;
const LONGEST_WAIT = 6000;

export class Live {
  #person;
  #source = null;
  #timer = null;
  #wait = FIRST_WAIT;
  #stopped = false;
  #event = null;

  /** `on.whole(screen)`: everything, draw anew; `on.change(screen)`: what changed; `on.state("live"|"lost")`. */
  constructor(person, on) {
    this.#person = person;
    this.on = on;
    this.#begin();
  }

  get event() {
    return this.#event;
  }

  stop() {
    this.#stopped = true;
    this.#source?.close();
    clearTimeout(this.#timer);
  }

  /** Tries at once instead of at the end of the wait. */
  nudge() {
    if (this.#source || this.#stopped) return;
    clearTimeout(this.#timer);
    this.#begin();
  }

  async #begin() {
    const since = this.#event;
    try {
      const seen = await screen(this.#person, since);
      if (this.#stopped) return;
      if (since === null) this.#whole(seen);
      else if (seen.event < since) this.#whole(await screen(this.#person));
      else this.#change(seen);
      if (!this.#stopped) this.#listen();
    } catch {
      this.#lost();
    }
  }

  #whole(seen) {
    if (this.#stopped) return;
    this.#event = seen.event;
    this.on.whole(seen);
  }

  #change(seen) {
    this.#event = Math.max(this.#event, seen.event);
    this.on.change(seen);
  }

  #listen() {
    const source = new EventSource(eventsAddress(this.#person, this.#event));
    this.#source = source;
    source.onopen = () => {
      this.#wait = FIRST_WAIT;
      this.on.state("live");
    };
    source.onmessage = (message) => this.#change(JSON.parse(message.data));
    source.onerror = () => this.#lost();
  }

  #lost() {
    if (this.#stopped) return;
    this.#source?.close();
    this.#source = null;
    this.on.state("lost");
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#begin(), this.#wait);
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT);
  }
}
