"use strict";
(() => {
  const $ = (s, from = document) => from.querySelector(s);
  const $$ = (s, from = document) => Array.from(from.querySelectorAll(s));
  const data = JSON.parse($("#data").textContent);
  const root = document.documentElement;
  const kept = {
    get(key) { try { return localStorage.getItem("policyscan-" + key); } catch { return null; } },
    set(key, value) { try { localStorage.setItem("policyscan-" + key, value); } catch { /* a page opened from disk may have no storage */ } },
  };
  for (const hidden of $$(".switches, #filter, #controls, #pair, #tileform")) hidden.hidden = false;

  // language
  let lang = root.dataset.lang;
  const phrase = (n) => data.phrases[n][lang === "zh" ? 0 : 1];
  const say = (element, n) => { element.dataset.t = n; element.textContent = phrase(n); };
  function speak(next) {
    lang = next;
    root.dataset.lang = lang;
    root.lang = lang === "zh" ? "zh-CN" : "en";
    for (const element of $$("[data-t]")) element.textContent = phrase(element.dataset.t);
    for (const element of $$("[data-a]")) {
      for (const pair of element.dataset.a.split(" ")) {
        const [name, n] = pair.split(":");
        element.setAttribute(name, phrase(n));
      }
    }
    const button = $("#lang");
    button.textContent = lang === "zh" ? "English" : "中文";
    button.lang = lang === "zh" ? "en" : "zh-CN";
    tell();
  }
  $("#lang").addEventListener("click", () => { speak(lang === "zh" ? "en" : "zh"); kept.set("lang", lang); });

  // theme
  const themes = ["auto", "light", "dark"];
  function dress(theme) {
    if (theme === "auto") delete root.dataset.theme; else root.dataset.theme = theme;
    say($("#theme"), data.themes[themes.indexOf(theme)]);
  }
  let theme = themes.includes(kept.get("theme")) ? kept.get("theme") : "auto";
  $("#theme").addEventListener("click", () => {
    theme = themes[(themes.indexOf(theme) + 1) % 3];
    dress(theme);
    kept.set("theme", theme);
  });

  // passages and their filter
  const form = $("#filter");
  const passages = $$(".p").map((node) => ({
    node,
    doc: node.closest("[data-doc]").dataset.doc,
    stance: node.dataset.s,
    labels: (node.dataset.l || "").split(" ").filter(Boolean).map((l) => l.split(":").map(Number)),
    body: $("p", node),
    text: null,
    initials: null,
  }));
  const letter = new Map();
  for (const [key, characters] of Object.entries(data.pinyin)) for (const c of characters) letter.set(c, key);
  const textOf = (p) => (p.text ??= p.body.textContent.toLowerCase());
  const initialsOf = (p) => (p.initials ??= Array.from(textOf(p), (c) => letter.get(c) ?? c).join(""));
  const chosen = (name) => $$(`input[name=${name}]:checked`, form).map((i) => i.value);
  let state = { c: [], s: [], min: 0, q: "", doc: "", only: false };
  const fits = (p, without) => {
    if (state.doc && p.doc !== state.doc) return false;
    if (without !== "s" && state.s.length && !state.s.includes(p.stance)) return false;
    if (state.only && !p.labels.length) return false;
    const sure = p.labels.filter(([, percent]) => percent >= state.min);
    if (state.min && !sure.length) return false;
    if (without !== "c" && state.c.length && !sure.some(([n]) => state.c.includes(String(n)))) return false;
    return !state.q || textOf(p).includes(state.q) || (/^[a-z]{2,}$/.test(state.q) && initialsOf(p).includes(state.q));
  };
  let shown = passages.length;
  function tell() {
    if (!form) return;
    const all = shown === passages.length;
    $("#count").textContent = phrase(data.found[all ? 0 : 1]).replace("{n}", shown).replace("{m}", passages.length);
  }
  function apply() {
    const free = !(state.c.length || state.s.length || state.min || state.q || state.doc || state.only);
    const counts = {}, hits = {};
    shown = 0;
    for (const p of passages) {
      const yes = fits(p, null);
      p.node.hidden = !yes;
      if (yes) { shown += 1; hits[p.doc] = (hits[p.doc] || 0) + 1; }
      if (fits(p, "c")) for (const [n, percent] of p.labels) if (percent >= state.min) counts[n] = (counts[n] || 0) + 1;
      if (fits(p, "s")) counts[p.stance] = (counts[p.stance] || 0) + 1;
    }
    for (const output of $$("[data-n]", form)) output.textContent = counts[output.dataset.n] || 0;
    for (const box of $$("[data-doc]")) {
      headings(box);
      if (box.tagName !== "DETAILS") continue;
      box.hidden = !free && !hits[box.dataset.doc];
      if (!free && hits[box.dataset.doc]) box.open = true;
    }
    $(".empty").hidden = shown > 0 || !passages.length;
    mark();
    tell();
  }
  function headings(box) {  // one is shown while a passage below it is
    const open = [];
    for (const node of $$(":scope > .hd, :scope > .p", box)) {
      if (node.classList.contains("hd")) {
        while (open.length && Number(open.at(-1).dataset.h) >= Number(node.dataset.h)) open.pop();
        node.hidden = true;
        open.push(node);
      } else if (!node.hidden) {
        for (const heading of open) heading.hidden = false;
      }
    }
  }
  function mark() {
    if (!("highlights" in CSS)) return;
    CSS.highlights.delete("found");
    if (!state.q) return;
    const ranges = [];
    for (const p of passages) {
      if (p.node.hidden || ranges.length > 2000) continue;
      const literal = textOf(p).includes(state.q);
      const where = literal ? textOf(p) : initialsOf(p);
      for (let at = where.indexOf(state.q); at >= 0; at = where.indexOf(state.q, at + state.q.length)) ranges.push(range(p.body, at, state.q.length));
    }
    CSS.highlights.set("found", new Highlight(...ranges.filter(Boolean)));
  }
  function range(body, start, length) {
    const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
    const found = new Range();
    let seen = 0, begun = false;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (!begun && start < seen + node.length) { found.setStart(node, start - seen); begun = true; }
      if (begun && start + length <= seen + node.length) { found.setEnd(node, start + length - seen); return found; }
      seen += node.length;
    }
    return null;
  }
  function read() {
    const only = $("#only"), doc = $("#doc");
    state = { c: chosen("c"), s: chosen("s"), min: Number($("#min").value), q: $("#q").value.trim().toLowerCase(), doc: doc ? doc.value : "", only: Boolean(only && only.checked) };
    $("#minout").textContent = `${state.min}%`;
    apply();
  }
  function choose({ c, s, doc }) {
    form.reset();
    for (const input of $$("input[name=c]", form)) input.checked = input.value === c;
    for (const input of $$("input[name=s]", form)) input.checked = input.value === s;
    if (doc && $("#doc")) $("#doc").value = doc;
    read();
  }
  if (form) {
    let waiting = 0;
    form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(read, 120); });
    form.addEventListener("change", read);
    form.addEventListener("reset", () => setTimeout(read, 0));
    form.addEventListener("submit", (event) => { event.preventDefault(); read(); });
    const narrow = matchMedia("(max-width: 60rem)");
    const fold = () => { $(".choices", form).open = !narrow.matches; };
    narrow.addEventListener("change", fold);
    fold();
  }

  addEventListener("beforeprint", () => { for (const box of $$(".advice")) box.open = true; });

  // from a figure to its quotations
  function reveal(id) {
    const node = id && document.getElementById(id);
    if (!node) return null;
    if (node.hidden || node.closest("[hidden]")) { form.reset(); read(); }
    for (let box = node.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
    return node;
  }
  function go(id, push) {
    const node = reveal(id);
    if (!node) return;
    if (push) history.pushState(null, "", `#${id}`);
    const focus = node.matches(".p") ? $(".pg", node) : node.matches("details") ? $("summary", node) : node;
    focus.focus({ preventScroll: true });
    node.scrollIntoView({ block: node.matches(".p") ? "center" : "start", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
    if (node.matches(".p")) {
      for (const other of $$(".here")) other.classList.remove("here");
      node.classList.add("here");
    }
  }
  const FIGURES = "a[data-c], svg[data-c], rect[data-c]";
  document.addEventListener("click", (event) => {
    const tick = event.target.closest("[data-p]");
    if (tick) { event.preventDefault(); choose({}); go(tick.dataset.p, true); return; }
    const figure = event.target.closest(FIGURES);
    if (figure) {
      const { c, d } = figure.dataset;
      const rect = event.target.closest("svg.bar rect");
      const stance = rect && data.stances.find((s) => rect.classList.contains(`i-${s}`));
      choose({ c, s: stance || undefined, doc: d });
      const wanted = figure.hash ? figure.hash.slice(1) : "";
      const first = passages.find((p) => !p.node.hidden && p.node.id === wanted) || passages.find((p) => !p.node.hidden);
      if (!first) return;
      event.preventDefault();
      go(first.node.id, true);
      return;
    }
    const square = event.target.closest("[data-docs]");
    if (square) {
      const category = Number($("#tilecat").value);
      choose(category ? { c: String(category - 1) } : {});
      const docs = square.dataset.docs.split(" ");
      const first = category && passages.find((p) => !p.node.hidden && docs.includes(p.doc));
      if (!first) choose({});  // a gap has no quotation: the document's own table tells it
      event.preventDefault();
      go(first ? first.node.id : docs[0], true);
      return;
    }
    const link = event.target.closest('a[href^="#"]');
    if (link && document.getElementById(link.hash.slice(1))?.matches(".doc, .p")) { event.preventDefault(); go(link.hash.slice(1), true); }
  });
  addEventListener("popstate", () => reveal(decodeURIComponent(location.hash.slice(1))));

  // a corpus: heat map
  const heat = $("#heat");
  if (heat) {
    const body = $("tbody", heat);
    const rows = $$("tr", body);
    const order = { key: null, down: true };
    const docOf = (row) => data.docs[row.dataset.d];
    const collator = new Intl.Collator("zh-CN");
    const valueOf = (row, key) => (/^\d+$/.test(key) ? docOf(row).sort[key] : docOf(row)[key]);
    const compare = (a, b) => {
      const [x, y] = [valueOf(a, order.key), valueOf(b, order.key)];
      const empty = (v) => v === null || v === "";
      if (empty(x) || empty(y)) return empty(x) - empty(y);
      return (typeof x === "number" ? x - y : collator.compare(x, y)) * (order.down ? -1 : 1);
    };
    const arrange = () => {
      const sorted = order.key === null ? rows : [...rows].sort(compare);
      const by = $("#group").value;
      if (!by) { body.replaceChildren(...sorted); return; }
      const groups = new Map();
      for (const row of sorted) {
        const name = docOf(row)[by] || "";
        groups.set(name, [...(groups.get(name) || []), row]);
      }
      const names = [...groups.keys()].sort((a, b) => (a === "") - (b === "") || (typeof a === "number" ? a - b : collator.compare(a, b)));
      const parts = [];
      for (const name of names) {
        const members = groups.get(name);
        const row = document.createElement("tr");
        row.className = "group";
        const head = document.createElement("th");
        head.scope = "rowgroup";
        if (name === "") say(head, data.unknown); else head.textContent = name;
        row.append(head, document.createElement("td"), document.createElement("td"));
        data.columns.forEach((_, i) => {
          const cell = document.createElement("td");
          cell.className = "num";
          cell.textContent = `${members.filter((m) => docOf(m).covered[i]).length}/${members.length}`;
          row.append(cell);
        });
        parts.push(row, ...members);
      }
      body.replaceChildren(...parts);
    };
    for (const head of $$("th[data-k]", heat)) {
      const button = document.createElement("button");
      button.type = "button";
      const label = $(".sort", head);
      button.append(...label.childNodes);
      label.replaceWith(button);
      button.addEventListener("click", () => {
        const key = head.dataset.k;
        const numeric = /^\d+$/.test(key) || key === "year";
        order.down = order.key === key ? !order.down : numeric;
        order.key = key;
        for (const other of $$("th[data-k]", heat)) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", order.down ? "descending" : "ascending");
        arrange();
      });
    }
    $("#group").addEventListener("change", arrange);
    $("#measure").addEventListener("change", (event) => {
      for (const row of rows) {
        $$("td.h", row).forEach((cell, i) => {
          const [ground, words] = docOf(row).cells[i][event.target.value];
          cell.className = `h b-${ground}`;
          const figure = $(".fig", cell);
          figure.replaceChildren();
          const span = document.createElement("span");
          say(span, words);
          figure.append(span);
        });
      }
      $(".shades").hidden = false;
      root.classList.toggle("plain-shades", event.target.value !== "0");
    });

    // two documents side by side: the rows of their own tables, beside each other
    const sides = $("#sides");
    const pair = () => {
      const [first, second] = [$("#pair0").value, $("#pair1").value];
      const table = document.createElement("table");
      table.className = "coverage sides";
      const head = table.createTHead().insertRow();
      head.append(document.createElement("td"));
      for (const id of [first, second]) {
        const cell = document.createElement("th");
        cell.scope = "colgroup";
        cell.colSpan = 4;
        cell.lang = "zh-CN";
        cell.textContent = data.docs[id].name;
        head.append(cell);
      }
      const rowsOf = (id) => $$(".coverage tbody tr", document.getElementById(id));
      const others = rowsOf(second);
      const inside = table.createTBody();
      rowsOf(first).forEach((row, i) => {
        const made = inside.insertRow();
        if (row.classList.contains("layer")) {
          made.className = "layer";
          const th = row.cells[0].cloneNode(true);
          th.colSpan = 9;
          made.append(th);
          return;
        }
        made.classList.toggle("differs", row.className !== others[i].className);
        const name = document.createElement("th");
        name.scope = "row";
        name.append($("[data-t]", row.cells[0])?.cloneNode(true) || row.cells[0].textContent);
        made.append(name);
        for (const source of [row, others[i]]) for (const at of [1, 2, 3, 4]) made.append(copy(source.cells[at]));
      });
      sides.replaceChildren(table);
      for (const element of $$("[data-t]", sides)) element.textContent = phrase(element.dataset.t);
    };
    const copy = (cell) => {
      const made = cell.cloneNode(true);
      for (const element of $$("[id]", made)) element.removeAttribute("id");
      return made;
    };
    if ($("#pair0").options.length > 1) {
      $("#pair").addEventListener("change", pair);
      pair();
    } else $(".compare").hidden = true;

    // provinces by category
    $("#tilecat")?.addEventListener("change", (event) => {
      $$(".tiles li").forEach((tile, i) => {
        const found = data.tiles[i][event.target.value];
        if (!found) return;
        tile.firstElementChild.className = `b-${found[0]}`;
        $(".fig", tile).textContent = found[1];
        say($(".vh", tile).firstElementChild, found[2]);
      });
    });
  }

  dress(theme);
  const wanted = kept.get("lang");
  if (wanted && wanted !== lang && (wanted === "zh" || wanted === "en")) speak(wanted);
  if (form) read();
  if (location.hash) go(decodeURIComponent(location.hash.slice(1)), false);
})();
