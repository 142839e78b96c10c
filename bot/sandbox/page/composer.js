// Where the person writes: text, files on the tray, the edit of the last message, and the bot's reply keyboard.
import { element, icon, key } from "./words.js";

const KEY_ICONS = { contact: "phone", location: "pin" };
const TOUCH = matchMedia("(pointer: coarse)");

export class Composer {
  #person = null;
  #drafts = new Map();
  #tray = [];
  #editing = null;
  #rows = "";

  /** `acts`: text(text), edit(message, text), files([{kind, file}], caption), key(text, kind), lastOwn(). */
  constructor(form, acts) {
    const part = (testid) => form.querySelector(`[data-testid="${testid}"]`);
    Object.assign(this, { form, acts, writing: part("writing"), sending: part("send"), tray: part("tray") });
    Object.assign(this, { strip: part("edit-strip"), keyboard: part("keyboard"), toggle: part("keyboard-toggle") });
    form.addEventListener("submit", (event) => this.#submit(event));
    this.writing.addEventListener("input", () => this.#fit());
    this.writing.addEventListener("keydown", (event) => this.#keydown(event));
    this.writing.addEventListener("paste", (event) => this.stage("photo", event.clipboardData.files) && event.preventDefault());
    this.toggle.addEventListener("click", () => this.#showKeyboard(this.keyboard.hidden));
    part("edit-cancel").addEventListener("click", () => this.stopEditing());
  }

  /** Another person's phone: their own draft, nothing staged, no edit under way. */
  open(person) {
    this.stopEditing();
    if (this.#person) this.#drafts.set(key(this.#person), this.writing.value);
    this.#person = person;
    this.writing.value = this.#drafts.get(key(person)) ?? "";
    this.#clearTray();
    this.drawKeyboard([], []);
    this.#fit();
  }

  /** Puts text back that could not be sent, unless something new is being written there. */
  giveBack(person, text) {
    if (key(person) !== key(this.#person)) this.#drafts.set(key(person), text);
    else if (!this.writing.value) this.writing.value = text;
    this.#fit();
  }

  edit(message) {
    this.#editing = message;
    this.strip.hidden = false;
    this.strip.querySelector(".strip-text").textContent = message.text;
    this.writing.value = message.text;
    this.#fit();
    this.writing.focus();
  }

  stopEditing() {
    if (!this.#editing) return;
    this.#editing = null;
    this.strip.hidden = true;
    this.writing.value = "";
    this.#fit();
  }

  /** Files wait on the tray until they are sent, with what is written as their caption. */
  stage(kind, files) {
    for (const file of files) {
      const isPicture = file.type.startsWith("image/");
      if (kind === "photo" && !isPicture) continue;
      this.#tray.push({ kind, file, preview: isPicture ? URL.createObjectURL(file) : null });
    }
    this.#drawTray();
    if (files.length > 0) this.writing.focus();
    return files.length > 0;
  }

  /** `rows` of texts and, beside them, `kinds`: text, contact or location. */
  drawKeyboard(rows, kinds) {
    const now = JSON.stringify([rows, kinds]);
    if (now === this.#rows) return;
    this.#rows = now;
    this.keyboard.replaceChildren(...rows.map((row, at) => this.#keyRow(row, kinds[at] ?? [])));
    this.toggle.hidden = rows.length === 0;
    this.#showKeyboard(rows.length > 0);
  }

  #keyRow(row, kinds) {
    const made = (text, at) => {
      const kind = kinds[at] ?? "text";
      const sign = KEY_ICONS[kind] ? icon(KEY_ICONS[kind]) : null;
      const press = () => this.acts.key(text, kind);
      return element("button", { type: "button", dir: "auto", "data-kind": kind, "data-testid": "key", onclick: press }, sign, text);
    };
    return element("div", { class: "keyboard-row" }, ...row.map(made));
  }

  #showKeyboard(shown) {
    this.keyboard.hidden = !shown;
    this.toggle.setAttribute("aria-pressed", String(shown));
  }

  #keydown(event) {
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey && !TOUCH.matches) this.#submit(event);
    else if (event.key === "Escape") this.stopEditing();
    else if (event.key === "ArrowUp" && !this.writing.value && this.acts.lastOwn()) {
      event.preventDefault();
      this.edit(this.acts.lastOwn());
    }
  }

  #submit(event) {
    event.preventDefault();
    const text = this.writing.value.trim();
    const [editing, staged] = [this.#editing, this.#tray];
    if (!text && staged.length === 0) return;
    this.stopEditing();
    this.writing.value = "";
    this.#clearTray();
    this.#fit();
    if (editing) this.acts.edit(editing, text);
    else if (staged.length > 0) this.acts.files(staged, text);
    else this.acts.text(text);
  }

  #clearTray() {
    for (const { preview } of this.#tray) if (preview) URL.revokeObjectURL(preview);
    this.#tray = [];
    this.#drawTray();
  }

  #drawTray() {
    this.tray.hidden = this.#tray.length === 0;
    this.tray.replaceChildren(...this.#tray.map((one) => this.#trayItem(one)));
    this.#fit();
  }

  #trayItem(one) {
    const drop = () => {
      this.#tray = this.#tray.filter((other) => other !== one);
      if (one.preview) URL.revokeObjectURL(one.preview);
      this.#drawTray();
    };
    const away = element("button", { type: "button", class: "icon-button small", "aria-label": "برداشتن", onclick: drop }, icon("close"));
    const shown = one.preview ? element("img", { src: one.preview, alt: "" }) : icon(one.kind === "voice" ? "voice" : "file");
    return element("div", { class: "tray-item", "data-testid": "tray-item" }, shown, element("span", { dir: "auto" }, one.file.name), away);
  }

  /** The box grows with its lines, as far as the style sheet lets it. */
  #fit() {
    this.writing.style.height = "auto";
    this.writing.style.height = `${this.writing.scrollHeight + 2}px`;
    this.sending.disabled = !this.writing.value.trim() && this.#tray.length === 0;
    this.writing.placeholder = this.#tray.length > 0 ? "توضیح (اگر لازم است)" : "پیام بنویسید";
  }
}
