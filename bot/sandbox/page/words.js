// Words, digits, days and small elements. User text enters the page here and only as text nodes.

const PERSIAN = "۰۱۲۳۴۵۶۷۸۹";
const LTR_MARK = "\u200e";
const TEHRAN = "Asia/Tehran";
const clock = new Intl.DateTimeFormat("fa-IR", { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: TEHRAN });
const day = new Intl.DateTimeFormat("fa-IR-u-ca-persian", { weekday: "long", day: "numeric", month: "long", timeZone: TEHRAN });
const shortDay = new Intl.DateTimeFormat("fa-IR-u-ca-persian", { day: "numeric", month: "long", timeZone: TEHRAN });

export const MESSENGERS = { telegram: "تلگرام", bale: "بله" };
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

const LIVELY = /(https?:\/\/[^\s<>«»"]+[^\s<>«»".,:;!?؟،؛)\]])|((?<![\w/])\/[a-z][a-z0-9_]{0,31}(?![\w/]))/gi;

/** Text with its links and commands alive: [nodes]. `onLink(url)` may take a link over by returning true. */
export function lively(text, { onCommand, onLink }) {
  const parts = [];
  let end = 0;
  for (const found of text.matchAll(LIVELY)) {
    parts.push(text.slice(end, found.index));
    parts.push(found[1] ? link(found[1], found[1], onLink) : command(found[2], onCommand));
    end = found.index + found[0].length;
  }
  parts.push(text.slice(end));
  return parts.filter((part) => part !== "");
}

const command = (text, onCommand) => element("button", { type: "button", dir: "ltr", onclick: () => onCommand(text) }, text);

/** A link that opens outside; only web addresses become links at all. */
export function link(url, label, onLink) {
  if (!/^https?:\/\//i.test(url)) return element("span", {}, label);
  const open = (click) => {
    if (onLink(url)) click.preventDefault();
  };
  return element("a", { href: url, target: "_blank", rel: "noopener noreferrer", dir: "auto", onclick: open }, label);
}

/** The payload of a link to a bot (t.me/x?start=…, ble.ir/x?start=…), or null. */
export function startPayload(url) {
  if (!URL.canParse(url)) return null;
  const parsed = new URL(url);
  if (!["t.me", "telegram.me", "ble.ir", "bale.ai"].includes(parsed.hostname)) return null;
  return parsed.searchParams.get("start");
}
