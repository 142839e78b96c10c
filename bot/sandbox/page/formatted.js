// A message's text as nodes: formatting by its spans, links and commands alive. User text stays text nodes.
import { element, LINK_HOSTS } from "./words.js";

const TAGS = {
  bold: "b",
  italic: "i",
  underline: "u",
  strikethrough: "s",
  code: "code",
  pre: "code",
  blockquote: "q",
  expandable_blockquote: "q",
  spoiler: "span",
};

/** `spans`: {type, offset, length, url?} in UTF-16 units; they may nest. `acts`: link(url), command(text). */
export function formatted(text, spans, acts) {
  const cuts = new Set([0, text.length]);
  for (const { offset, length } of spans) cuts.add(offset).add(offset + length);
  const places = [...cuts].filter((place) => place <= text.length).sort((one, other) => one - other);
  return places.slice(1).flatMap((end, at) => {
    const start = places[at];
    const over = spans.filter((span) => span.offset <= start && span.offset + span.length >= end);
    return wrapped(text.slice(start, end), over, acts);
  });
}

function wrapped(text, spans, acts) {
  const linked = spans.find((span) => span.type === "text_link" && span.url);
  const verbatim = spans.some((span) => TAGS[span.type] === "code");
  const inner = linked ? [link(linked.url, text, acts.link)] : verbatim ? [text] : lively(text, acts);
  return spans.filter((span) => TAGS[span.type]).reduceRight((nodes, span) => [styled(span.type, nodes)], inner);
}

function styled(kind, nodes) {
  const made = element(TAGS[kind], { class: kind }, ...nodes);
  if (kind === "spoiler") made.addEventListener("click", () => made.classList.add("shown"));
  return made;
}

const LIVELY = /(https?:\/\/[^\s<>«»"]+[^\s<>«»".,:;!?؟،؛)\]])|((?<![\w/])\/[a-z][a-z0-9_]{0,31}(?![\w/]))/gi;

/** Text with its links and commands alive: [nodes]. `link(url)` may take a link over by returning true. */
function lively(text, acts) {
  const parts = [];
  let end = 0;
  for (const found of text.matchAll(LIVELY)) {
    parts.push(text.slice(end, found.index));
    parts.push(found[1] ? link(found[1], found[1], acts.link) : command(found[2], acts.command));
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

/** The messenger and the payload of a link to a bot (t.me/x?start=…, ble.ir/x?start=…), or null. */
export function beginning(url) {
  if (!URL.canParse(url)) return null;
  const { hostname, searchParams } = new URL(url);
  const [messenger, payload] = [LINK_HOSTS[hostname], searchParams.get("start")];
  return messenger && payload !== null ? { messenger, payload } : null;
}
