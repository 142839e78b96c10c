// Who can be played: the server's sample people, and strangers that were added in this browser.
import { people } from "./api.js";
import { digits, key } from "./words.js";

const ADDED = "hamyar.accounts";
const PATIENCE = 1000;

export class Accounts {
  #samples = [];
  #added = JSON.parse(localStorage.getItem(ADDED) ?? "[]");

  get all() {
    return [...this.#samples, ...this.#added.filter((one) => !this.#samples.some((sample) => key(sample) === key(one)))];
  }

  /** Asks for the sample people again and again until the server is there. */
  async fetch() {
    for (;;) {
      try {
        this.#samples = await people();
        return;
      } catch {
        await new Promise((done) => setTimeout(done, PATIENCE));
      }
    }
  }

  find(wanted) {
    return this.all.find((one) => key(one) === wanted) ?? null;
  }

  /** An account that is on no list is a stranger's; without a name it is called by its number. */
  add({ messenger, account, name = `حساب ${digits(account)}` }) {
    this.#keep([...this.#added, { messenger, account, name, role: "stranger" }]);
  }

  isStranger(person) {
    return this.#added.some((one) => key(one) === key(person));
  }

  forget(person) {
    this.#keep(this.#added.filter((one) => key(one) !== key(person)));
  }

  #keep(added) {
    this.#added = added;
    localStorage.setItem(ADDED, JSON.stringify(added));
  }
}
