"use strict";
/* Search on pages without a program behind them: the same folding as tracker/domain/search.py. */
const spelled = { "ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "æ": "ae" };
const bare = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]+/g, "");
const lower = (text) => text.normalize("NFKC").toLowerCase().replaceAll("ß", "ss").replace(/\s+/g, " ").trim().normalize("NFC");
const plainOf = (text) => bare(lower(text));
const spelledOf = (text) => bare(lower(text).replace(/[äöüåøæ]/g, (sign) => spelled[sign]));

function found(asked) {
  const words = (asked.get("q") || "").slice(0, 200).split(/\s+/).filter(Boolean).slice(0, 12).map((word) => [plainOf(word), spelledOf(word)]);
  const facets = Object.keys(verzeichnis.length ? verzeichnis[0].facets : {}).filter((name) => asked.get(name));
  return verzeichnis.filter((one) =>
    words.every(([plain, long]) => one.words.includes(plain) || (one.spelled || one.words).includes(long)) &&
    facets.every((name) => one.facets[name] === asked.get(name)));
}

function shown(one, base) {
  const item = document.createElement("li");
  item.className = "promise";
  const who = document.createElement("p");
  who.className = "who-said";
  who.textContent = `${one.party} · ${one.place}`;
  const head = document.createElement("h3");
  const link = document.createElement("a");
  link.href = `${base}${encodeURIComponent(one.id)}/index.html`;
  link.textContent = one.title;
  head.append(link);
  const line = document.createElement("p");
  line.className = "line";
  line.textContent = one.line;
  item.append(who, head, line);
  return item;
}

function search() {
  const asked = new URLSearchParams(location.search);
  const area = document.getElementById("treffer");
  if (!area || ![...asked.values()].some(Boolean)) return;
  for (const [name, value] of asked) {
    const field = document.getElementById(name);
    if (field) field.value = value;
  }
  const hits = found(asked);
  const list = document.createElement("ul");
  list.className = "plain promises";
  list.append(...hits.slice(0, 200).map((one) => shown(one, area.dataset.base)));
  const count = document.createElement("p");
  count.className = "basis";
  count.textContent = area.dataset.count.replace("{n}", hits.length).replace("{all}", verzeichnis.length);
  area.replaceChildren(count, list);
  for (const part of document.querySelectorAll("[data-all]")) part.hidden = true;
}

search();
