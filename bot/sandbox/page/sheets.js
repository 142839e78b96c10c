// Everything that is asked or shown over the chat: dialogs that return what was filled in, and toasts.
import { element, latin, MESSENGERS } from "./words.js";

const YASUJ = { latitude: "30.6682", longitude: "51.5880" };
const STICKERS = ["👍", "🙏", "🌹", "❤️", "😊", "👏", "💪", "😢", "🤲", "✅"];
const TOAST_SECONDS = 4;

/** Opens a dialog and returns what `finish(value)` was called with, or null when it was closed. */
function opened(className, label, fill) {
  const { promise, resolve } = Promise.withResolvers?.() ?? deferred();
  const dialog = element("dialog", { class: className, "aria-label": label, "data-testid": className });
  const finish = (value) => {
    resolve(value);
    dialog.close();
  };
  dialog.append(...fill(finish));
  dialog.addEventListener("close", () => {
    resolve(null);
    dialog.remove();
  });
  dialog.addEventListener("click", (click) => click.target === dialog && dialog.close());
  document.body.append(dialog);
  dialog.showModal();
  return promise;
}

function deferred() {
  const parts = {};
  parts.promise = new Promise((resolve) => Object.assign(parts, { resolve }));
  return parts;
}

function field(label, name, attributes) {
  return element("label", {}, label, element("input", { name, "data-testid": `field-${name}`, ...attributes }));
}

/** A dialog with fields; `read(values)` returns what to hand back, or throws a text that says what is wrong. */
function form(className, title, about, fields, done, read) {
  return opened(className, title, (finish) => {
    const wrong = element("p", { class: "wrong", role: "alert" });
    const submit = (event) => {
      event.preventDefault();
      const values = Object.fromEntries(new FormData(event.currentTarget));
      const problem = read.problem(values);
      if (problem) wrong.textContent = problem;
      else finish(read.value(values));
    };
    return [
      element(
        "form",
        { onsubmit: submit, novalidate: true, autocomplete: "off" },
        element("h2", {}, title),
        element("p", {}, about),
        element("div", { class: "fields" }, ...fields),
        wrong,
        element(
          "div",
          { class: "actions" },
          element("button", { class: "primary", type: "submit", "data-testid": "done" }, done),
          element("button", { class: "quiet", type: "button", onclick: () => finish(null) }, "انصراف"),
        ),
      ),
    ];
  });
}

const number = (text) => Number(latin(String(text)).trim() || Number.NaN);

export function askLocation() {
  const side = { dir: "ltr", inputmode: "decimal" };
  const fields = [
    field("عرض جغرافیایی", "latitude", { ...side, value: YASUJ.latitude }),
    field("طول جغرافیایی", "longitude", { ...side, value: YASUJ.longitude }),
  ];
  const within = (value, most) => Number.isFinite(value) && Math.abs(value) <= most;
  return form("ask-location", "فرستادن مکان", "نقطه‌ای در یاسوج پر شده است؛ می‌توانید آن را عوض کنید.", fields, "فرستادن", {
    problem: ({ latitude, longitude }) =>
      within(number(latitude), 90) && within(number(longitude), 180) ? null : "دو عدد لازم است، مثل ۳۰٫۶۶۸ و ۵۱٫۵۸۸.",
    value: ({ latitude, longitude }) => ({ latitude: number(latitude), longitude: number(longitude) }),
  });
}

export function askContact(person) {
  const fields = [
    field("نام", "name", { value: person.name }),
    field("شماره", "phone", { dir: "ltr", inputmode: "tel", value: person.phone ?? "", placeholder: "09171234567" }),
  ];
  const clean = (text) => latin(text).replaceAll(/[\s-]/g, "");
  return form("ask-contact", "فرستادن شمارهٔ تماس", "شمارهٔ خودتان یا کس دیگری.", fields, "فرستادن", {
    problem: ({ name, phone }) =>
      name.trim() && /^\+?\d{6,15}$/.test(clean(phone)) ? null : "نام و شماره هر دو لازم است، مثل ۰۹۱۷۱۲۳۴۵۶۷.",
    value: ({ name, phone }) => ({ phone_number: clean(phone), first_name: name.trim() }),
  });
}

/** `taken(messenger, account)` tells whether somebody in the list has that account already. */
export function askAccount(taken) {
  const choice = ([code, label], at) =>
    element("label", { "data-messenger": code }, element("input", { type: "radio", name: "messenger", value: code, checked: at === 0 }), label);
  const fields = [
    element("fieldset", { class: "choices" }, element("legend", {}, "پیام‌رسان"), ...Object.entries(MESSENGERS).map(choice)),
    field("نام", "name", { placeholder: "مثلاً رضا نیک‌اقبال" }),
    field("شناسهٔ حساب", "account", { dir: "ltr", inputmode: "numeric", value: String(Math.floor(20_000 + Math.random() * 70_000)) }),
  ];
  const about = "کسی که ربات او را نمی‌شناسد. شناسه یک عدد است.";
  return form("ask-account", "حساب تازه", about, fields, "افزودن", {
    problem: ({ messenger, name, account }) => {
      if (!name.trim()) return "نام را بنویسید.";
      if (!Number.isSafeInteger(number(account)) || number(account) < 1) return "شناسه عددی مثبت است، مثل ۲۰۵۱.";
      return taken(messenger, number(account)) ? "این شناسه در فهرست هست." : null;
    },
    value: ({ messenger, name, account }) => ({ messenger, name: name.trim(), account: number(account) }),
  });
}

export const askSticker = () =>
  opened("ask-sticker", "برچسب", (finish) => [
    element("h2", {}, "برچسب"),
    element("div", { class: "stickers" }, ...STICKERS.map((one) => element("button", { type: "button", onclick: () => finish(one) }, one))),
  ]);

export const alert = (text) =>
  opened("alert", "پیام ربات", (finish) => [
    element("p", { dir: "auto", "data-testid": "alert-text" }, text),
    element("div", { class: "actions" }, element("button", { class: "primary", type: "button", onclick: () => finish(null) }, "باشه")),
  ]);

export const view = (url) =>
  opened("viewer", "عکس", (finish) => [element("img", { src: url, alt: "عکس", onclick: () => finish(null) })]);

/** A line that goes away by itself; `kind` "wrong" for what failed. */
export function toast(place, text, kind = "notice") {
  const shown = element("div", { class: "toast", dir: "auto", "data-kind": kind, "data-testid": "toast" }, text);
  place.append(shown);
  const seconds = TOAST_SECONDS + Math.min(text.length / 25, 6);
  setTimeout(() => shown.remove(), seconds * 1000);
}
