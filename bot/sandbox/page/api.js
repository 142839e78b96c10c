// The user side of the server, as functions. Knows addresses and errors, nothing of the page.

export class Refused extends Error {}

const REASONS = {
  400: "این را نمی‌شود فرستاد.",
  404: "آن پیام یا دکمه دیگر اینجا نیست.",
  409: "ربات بلوک است.",
  413: "پرونده بزرگ‌تر از اندازه است.",
};

const room = (person) => `chat/${person.messenger}/${encodeURIComponent(person.account)}`;

async function ask(path, options = {}) {
  let answer;
  try {
    answer = await fetch(path, { cache: "no-store", ...options });
  } catch {
    throw new Refused("پیام‌رسان جواب نمی‌دهد. شاید برنامه بسته شده باشد.");
  }
  if (!answer.ok) {
    throw new Refused(REASONS[answer.status] ?? `نشد (${answer.status}).`);
  }
  return answer.status === 204 ? null : answer.json();
}

/** An account that no list knows brings its name along when it speaks. */
const named = (person, what) => (person.role === "stranger" ? { ...what, name: person.name } : what);

const post = (path, body) =>
  ask(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

export const people = () => ask("people");

/** What the person's screen shows; with `after`, only what changed since that event. */
export function screen(person, after = null, signal = undefined) {
  return ask(`${room(person)}/screen${after === null ? "" : `?after=${after}`}`, { signal });
}

export const eventsAddress = (person, after) => `${room(person)}/events?after=${after}`;

/** `what` is one of {text}, {text, edit}, {contact}, {location}, {sticker}. */
export const say = (person, what) => post(`${room(person)}/say`, named(person, what));

/** An inline button by its message and data. */
export const press = (person, messageId, data) => post(`${room(person)}/press`, named(person, { message_id: messageId, data }));

/** A button by the text on it, wherever the newest one stands. */
export const pressText = (person, button) => post(`${room(person)}/press`, named(person, { button }));

export const block = (person, blocked) => post(`${room(person)}/block`, { blocked });

/** Several files of one kind go as one album. */
export function sendFiles(person, kind, files, caption) {
  const form = new FormData();
  for (const [name, value] of Object.entries(named(person, { kind, caption }))) form.append(name, value);
  for (const file of files) form.append("file", file, file.name);
  return ask(`${room(person)}/say`, { method: "POST", body: form });
}
