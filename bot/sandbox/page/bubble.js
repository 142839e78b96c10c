// One message as an element. Draws what the server says of it; never reads the server.
import { formatted, link } from "./formatted.js";
import { digits, element, hour, icon, phone } from "./words.js";

/** `message.last`: the person's newest text, which may still be edited.
 * `message.replied`: what it answers, as {from, gist}.
 * `acts`: press(message, button), edit(message), command(text), link(url), view(url).
 */
export function bubble(message, acts) {
  const rows = message.buttons ?? [];
  const item = element("li", {
    class: message.sticker ? "message sticker" : "message",
    "data-testid": "message",
    "data-id": message.id,
    "data-from": message.from,
    "data-buttons": rows.length > 0,
    "data-picture": Boolean(message.photo),
  });
  item.append(body(message, acts));
  if (rows.length > 0) item.append(inlineKeyboard(message, rows, acts));
  return item;
}

function body(message, acts) {
  const text = message.sticker && !message.text ? stickerText(message.sticker) : (message.text ?? "");
  return element(
    "div",
    { class: "bubble" },
    message.forwarded_from ? element("p", { class: "origin" }, "باز فرستاده از ", element("b", { dir: "auto" }, message.forwarded_from)) : null,
    message.replied ? quote(message.replied) : null,
    message.photo ? picture(message.photo, acts) : null,
    message.document ? attachment("file", message.document, message.document.name ?? "پرونده", "بارگیری") : null,
    message.voice ? voice(message.voice) : null,
    message.contact ? contact(message.contact) : null,
    message.location ? place(message.location) : null,
    element("div", { class: "text", dir: "auto", "data-testid": "text" }, ...formatted(text, message.entities ?? [], acts)),
    meta(message, acts),
  );
}

const stickerText = (sticker) => (typeof sticker === "string" ? sticker : (sticker.emoji ?? "🙂"));

/** The message that this one answers, in a line; `replied` is {from, gist}. */
const quote = ({ from, gist }) =>
  element("p", { class: "quote", dir: "auto", "data-testid": "quote" }, element("b", {}, from === "bot" ? "همیار محله" : "شما"), gist);

function meta(message, acts) {
  return element(
    "div",
    { class: "meta" },
    message.last
      ? element("button", { type: "button", "data-testid": "edit", onclick: () => acts.edit(message) }, "ویرایش")
      : null,
    message.edited ? element("span", { "data-testid": "edited" }, "ویرایش‌شده") : null,
    element("time", {}, hour(message.date)),
  );
}

function picture(photo, acts) {
  const image = element("img", { src: photo.url, alt: "عکس", loading: "lazy", decoding: "async", "data-testid": "photo" });
  const frame = element("button", { type: "button", class: "picture", "aria-label": "دیدن عکس", onclick: () => acts.view(photo.url) }, image);
  const [width, height] = [photo.width || 4, photo.height || 3];
  frame.style.aspectRatio = `${width} / ${Math.min(Math.max(height, width * 0.4), width * 1.3)}`;
  return frame;
}

function attachment(sign, file, name, hint) {
  const size = file.size ? `${digits(Math.max(1, Math.round(file.size / 1024)))} کیلوبایت` : hint;
  return element(
    "a",
    { class: "attachment", href: file.url, download: name, "data-testid": "document" },
    icon(sign),
    element("b", { dir: "auto" }, name),
    element("small", {}, size),
  );
}

function voice(sound) {
  return element(
    "div",
    { class: "attachment", "data-testid": "voice" },
    icon("voice"),
    element("b", {}, "پیام صوتی"),
    element("small", {}, sound.duration ? `${digits(sound.duration)} ثانیه` : "صدا"),
    element("audio", { controls: true, preload: "none", src: sound.url }),
  );
}

function contact(card) {
  return element(
    "div",
    { class: "attachment", "data-testid": "contact" },
    icon("phone"),
    element("b", { dir: "auto" }, [card.first_name, card.last_name].filter(Boolean).join(" ")),
    element("small", { dir: "ltr" }, phone(card.phone_number)),
  );
}

function place(point) {
  const [latitude, longitude] = [point.latitude, point.longitude];
  const address = `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`;
  return element(
    "a",
    { class: "attachment", href: address, target: "_blank", rel: "noopener noreferrer", "data-testid": "location" },
    icon("pin"),
    element("b", {}, "مکان"),
    element("small", { dir: "ltr" }, digits(`${Number(latitude).toFixed(4)}, ${Number(longitude).toFixed(4)}`)),
  );
}

function inlineKeyboard(message, rows, acts) {
  const shown = rows.map((row) =>
    element("div", { class: "inline-row" }, ...row.map((button) => inlineButton(message, button, acts))),
  );
  return element("div", { class: "inline", role: "group", "aria-label": "دکمه‌های پیام", "data-testid": "inline" }, ...shown);
}

function inlineButton(message, button, acts) {
  if (button.url) {
    const outside = link(button.url, button.text, acts.link);
    outside.append(icon("link"));
    return outside;
  }
  return element("button", { type: "button", dir: "auto", "data-testid": "inline-button", onclick: (click) => acts.press(message, button, click.currentTarget) }, button.text);
}
