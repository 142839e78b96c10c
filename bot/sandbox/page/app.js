// The page itself: who is open, and which act of theirs becomes which call of the server.
import * as api from "./api.js";
import { Accounts } from "./accounts.js";
import { fillCard } from "./card.js";
import { Composer } from "./composer.js";
import { beginning } from "./formatted.js";
import { Live } from "./live.js";
import { Log } from "./log.js";
import { chooseLook } from "./look.js";
import { People } from "./people.js";
import * as sheets from "./sheets.js";
import { key, MESSENGERS } from "./words.js";

const BUSY_SECONDS = 8;
const INVITED = "این شخص پیوند دعوت دارد. «شروع» را بزنید تا با آن وارد شود.";
const UNINVITED = "برای آغاز گفت‌وگو «شروع» را بزنید، یا هرچه می‌خواهید بنویسید.";

const part = (testid) => document.querySelector(`[data-testid="${testid}"]`);
const accounts = new Accounts();
const people = new People(part("people-list"));
const log = new Log(
  { place: part("log"), list: part("messages"), empty: part("empty"), newest: part("to-newest") },
  { press, edit: (message) => composer.edit(message), command: say, link: followLink, view: sheets.view },
);
const composer = new Composer(part("composer"), {
  text: say,
  edit: (message, text) => act((person) => api.say(person, { text, edit: message.id }), text),
  files: sendFiles,
  key: pressKey,
  lastOwn: () => log.lastOwn,
});

let person = null;
let live = null;
let blocked = false;
let sending = Promise.resolve();

/** One call of the open person after the other, so that messages keep the order in which they were sent. */
function act(call, text = null) {
  const who = person;
  sending = sending.then(() => call(who)).catch((problem) => {
    if (!(problem instanceof api.Refused)) throw problem;
    sheets.toast(part("toasts"), problem.message, "wrong");
    log.settle();
    if (text) composer.giveBack(who, text);
  });
  return sending;
}

function say(text) {
  return act((who) => api.say(who, { text }), text);
}

const start = (payload) => say(payload ? `/start ${payload}` : "/start");

function press(message, button, element) {
  if (button.data === undefined || button.data === null) return copy(button);
  element.setAttribute("aria-busy", "true");
  setTimeout(() => element.removeAttribute("aria-busy"), BUSY_SECONDS * 1000);
  act((who) => api.press(who, message.id, button.data));
}

async function copy(button) {
  await navigator.clipboard?.writeText(button.copy ?? button.text);
  sheets.toast(part("toasts"), "در حافظه گذاشته شد.");
}

async function pressKey(text, kind) {
  if (kind === "location") return shareLocation();
  if (kind === "contact" && !person.phone) return shareContact();
  act((who) => api.pressText(who, text));
}

async function shareLocation() {
  const location = await sheets.askLocation();
  if (location) act((who) => api.say(who, { location }));
}

async function shareContact() {
  const contact = await sheets.askContact(person);
  if (contact) act((who) => api.say(who, { contact }));
}

async function shareSticker() {
  const sticker = await sheets.askSticker();
  if (sticker) act((who) => api.say(who, { sticker }));
}

function sendFiles(staged, caption) {
  const kinds = Map.groupBy(staged, ({ kind }) => kind);
  let words = caption;
  for (const [kind, items] of kinds) {
    const said = words;
    act((who) => api.sendFiles(who, kind, items.map(({ file }) => file), said), said);
    words = "";
  }
}

/** A link that begins a talk with a bot is followed here, as the person who holds the phone: in the messenger that it names. */
function followLink(url) {
  const link = beginning(url);
  if (!link) return false;
  if (link.messenger !== person.messenger) changeMessenger(link.messenger);
  start(link.payload);
  return true;
}

/** The same phone has an account of the same number there. */
function changeMessenger(messenger) {
  const there = { messenger, account: person.account, name: person.name };
  if (!accounts.find(key(there))) add(there);
  history.pushState(null, "", `#${key(there)}`);
  open(accounts.find(key(there)));
}

function seen(screen, whole) {
  people.note(person, screen, whole);
  if (whole) log.whole(screen.messages);
  else log.change(screen.messages);
  if (screen.keyboard) composer.drawKeyboard(screen.keyboard, screen.keyboard_kinds ?? []);
  if (screen.blocked !== undefined) showBlocked(screen.blocked);
  if (!whole) for (const notice of screen.notices ?? []) tell(notice);
  if (!whole && (screen.notices?.length || screen.messages.length)) log.settle();
}

function tell({ text, alert, url }) {
  if (url) followLink(url) || window.open(url, "_blank", "noopener,noreferrer");
  if (!text) return;
  if (alert) sheets.alert(text);
  else sheets.toast(part("toasts"), text);
}

function showState(state) {
  const status = part("status");
  status.dataset.state = state;
  status.textContent = state === "lost" ? "اتصال قطع شد؛ دوباره وصل می‌شویم…" : `گوشی ${person.name} · ${MESSENGERS[person.messenger]}`;
}

function showBlocked(now) {
  blocked = now;
  part("composer").toggleAttribute("data-blocked", now);
  part("unblock").hidden = !now;
  fillCard(part("card"), person, blocked, {
    restart: () => start(""),
    block: (wanted) => act(async (who) => {
      await api.block(who, wanted);
      if (who === person) showBlocked(wanted);
    }),
    forget: accounts.isStranger(person) ? forget : null,
  });
}

function open(who) {
  live?.stop();
  person = who;
  document.body.dataset.view = who ? "chat" : "people";
  document.body.dataset.messenger = who?.messenger ?? "";
  for (const shown of [part("phone"), part("card")]) shown.hidden = !who;
  part("nobody").hidden = Boolean(who);
  part("card").removeAttribute("data-open");
  document.title = who ? `${who.name} · همیار محله` : "پیام‌رسان تمرین · همیار محله";
  if (who) {
    composer.open(who);
    part("hint").textContent = who.start ? INVITED : UNINVITED;
    log.whole([]);
    log.empty.hidden = true;
    showState("live");
    showBlocked(false);
    live = new Live(who, {
      whole: (screen) => seen(screen, true),
      change: (screen) => seen(screen, false),
      state: showState,
    });
  }
  people.open(who);
}

/** The address names the phone: #telegram/1001. */
function route() {
  const [messenger, account] = location.hash.slice(1).split("/");
  if (!(messenger in MESSENGERS) || !/^\d+$/.test(account ?? "")) return open(null);
  const wanted = `${messenger}/${Number(account)}`;
  if (!accounts.find(wanted)) add({ messenger, account: Number(account) });
  return open(accounts.find(wanted));
}

function add(stranger) {
  accounts.add(stranger);
  people.set(accounts.all);
}

function forget() {
  accounts.forget(person);
  people.set(accounts.all);
  location.hash = "";
}

async function addAccount() {
  const stranger = await sheets.askAccount((messenger, account) => accounts.find(`${messenger}/${account}`));
  if (!stranger) return;
  add(stranger);
  location.hash = key(stranger);
}

/** The menu opens over its button, inside the window. */
function placeMenu() {
  const [menu, button] = [part("attach-menu"), part("attach").getBoundingClientRect()];
  menu.style.bottom = `${window.innerHeight - button.top + 8}px`;
  menu.style.right = `${Math.max(8, window.innerWidth - button.right)}px`;
}

function wire() {
  chooseLook(part("like-messengers"));
  part("attach-menu").addEventListener("beforetoggle", placeMenu);
  const shares = { contact: shareContact, location: shareLocation, sticker: shareSticker };
  for (const button of document.querySelectorAll("[data-attach]"))
    button.addEventListener("click", () => {
      part("attach-menu").hidePopover();
      (shares[button.dataset.attach] ?? (() => part(`file-${button.dataset.attach}`).click()))();
    });
  for (const input of document.querySelectorAll("input[type=file]"))
    input.addEventListener("change", () => {
      composer.stage(input.dataset.kind, input.files);
      input.value = "";
    });
  part("start").addEventListener("click", () => start(person.start));
  part("unblock").addEventListener("click", () => part("block").click());
  part("add-account").addEventListener("click", addAccount);
  part("open-card").addEventListener("click", () => {
    const shown = part("card").toggleAttribute("data-open");
    part("open-card").setAttribute("aria-expanded", String(shown));
  });
  part("log").addEventListener("click", () => part("card").removeAttribute("data-open"));
  window.addEventListener("hashchange", route);
  window.addEventListener("online", () => live?.nudge());
  document.addEventListener("visibilitychange", () => !document.hidden && live?.nudge());
}

async function begin() {
  wire();
  await accounts.fetch();
  people.set(accounts.all);
  route();
}

begin();
