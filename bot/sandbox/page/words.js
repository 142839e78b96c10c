// Words, digits, days and small elements. Text becomes text nodes, never markup.

const PERSIAN = "۰۱۲۳۴۵۶۷۸۹";
const LTR_MARK = "\u200e";
const TEHRAN = "Asia/Tehran";
const clock = new Intl.DateTimeFormat("fa-IR", { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: TEHRAN });
const day = new Intl.DateTimeFormat("fa-IR-u-ca-persian", { weekday: "long", day: "numeric", month: "long", timeZone: TEHRAN });
const shortDay = new Intl.DateTimeFormat("fa-IR-u-ca-persian", { day: "numeric", month: "long", timeZone: TEHRAN });

/** A messenger's colours stand in style.css. */
export const MESSENGERS = { telegram: "تلگرام", bale: "بله" };
export const LINK_HOSTS = { "t.me": "telegram", "telegram.me": "telegram", "ble.ir": "bale", "bale.ai": "bale" };
const ROLES = {
  volunteer: "داوطلب",
  coordinator: "هماهنگ‌کننده",
  supervisor: "ناظر",
  administrator: "مدیر سامانه",
  stranger: "ناشناس",
};

export const role = (person) => ROLES[person.role] ?? person.role ?? "";
export const digits = (value) => String(value).replace(/\d/g, (digit) => PERSIAN[digit]);
export const latin = (text) => text.replace(/[۰-۹٠-٩]/g, (digit) => (digit.charCodeAt(0) & 15).toString()).replace(/٫/g, ".");
export const phone = (number) => LTR_MARK + digits(number);
export const key = (person) => `${person.messenger}/${person.account}`;
export const initial = (name) => Array.from(name.trim())[0] ?? "؟";

/** The server's dates are unix seconds or ISO text. */
export const moment = (date) => new Date(typeof date === "number" ? date * 1000 : date);
/** When it was, as short as a list needs it: the hour today, the day before that. */
export function when(date) {
  const [then, now] = [moment(date), new Date()];
  return day.format(then) === day.format(now) ? clock.format(then) : shortDay.format(then);
}

export const hour = (date) => clock.format(moment(date));
export const dayName = (date) => day.format(moment(date));

/** An element with attributes, listeners (`onclick`) and children; strings become text nodes. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (attribute.startsWith("on")) made.addEventListener(attribute.slice(2), value);
    else made.setAttribute(attribute, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `page/icons.svg#${name}`);
  svg.append(use);
  return svg;
}

const PARTS = [["photo", "عکس"], ["document", "پرونده"], ["voice", "پیام صوتی"], ["contact", "شمارهٔ تماس"], ["location", "مکان"]];

/** A message in a few words, on one line. */
export const gist = (message) =>
  message.text?.replaceAll(/\s+/g, " ") || PARTS.find(([part]) => message[part])?.[1] || message.sticker || "";
