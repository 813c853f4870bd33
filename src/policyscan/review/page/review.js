"use strict";

const $ = (id) => document.getElementById(id);
let setup = null;
let item = null;
let labels = new Set();
let stance = null;
let isBusy = false;

async function ask(name, body) {
  const options = body === undefined ? {} : { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  const answer = await fetch(name, options);
  const value = answer.headers.get("Content-Type").startsWith("application/json") ? await answer.json() : { error: await answer.text() };
  if (!answer.ok) throw new Error(value.error);
  return value;
}

/** Sends a command; two of them never run at once, so a key held down decides one passage. */
async function send(name, body) {
  if (isBusy) return;
  isBusy = true;
  try {
    show(await ask(name, body));
  } catch (error) {
    $("message").textContent = error instanceof TypeError ? setup.words.lost : error.message;
  } finally {
    isBusy = false;
  }
}

function show(state) {
  const { words } = setup;
  $("count").textContent = `${words.decided} ${state.decided} / ${state.total}` + (setup.blind ? ` · ${words.blind}` : "");
  $("progress").value = state.total ? state.decided / state.total : 1;
  item = state.item;
  $("item").hidden = $("form").hidden = item === null;
  $("message").textContent = item === null ? words.done : "";
  $("undo").disabled = !state.canUndo;
  $("save").disabled = $("skip").disabled = item === null;
  if (item === null) return;
  labels = new Set(item.labels);
  stance = item.stance;
  $("place").textContent = [item.doc, item.place, item.headings.join(" › ")].filter(Boolean).join(" · ");
  $("text").replaceChildren(...marked(Array.from(item.text), item.marks));
  $("text").scrollTop = 0;
  for (const category of setup.categories) {
    const chance = item.probabilities[category.id];
    $(`chance-${category.id}`).textContent = chance === undefined ? "" : chance.toFixed(2);
  }
  press();
}

/** The text as nodes, never as markup; marks count characters, overlapping ones are one. */
function marked(chars, marks) {
  const nodes = [];
  let done = 0;
  for (const [start, end] of marks) {
    if (end <= done) continue;
    nodes.push(document.createTextNode(chars.slice(done, Math.max(start, done)).join("")));
    const mark = document.createElement("mark");
    mark.textContent = chars.slice(Math.max(start, done), end).join("");
    nodes.push(mark);
    done = end;
  }
  nodes.push(document.createTextNode(chars.slice(done).join("")));
  return nodes;
}

function press() {
  for (const { id } of setup.categories) $(`label-${id}`).setAttribute("aria-pressed", labels.has(id));
  for (const { id } of setup.stances) $(`stance-${id}`).setAttribute("aria-checked", id === stance);
}

function toggle(id) {
  if (item === null) return;
  if (!labels.delete(id)) labels.add(id);
  press();
}

function take(id) {
  if (item === null) return;
  stance = stance === id ? null : id;
  press();
}

const commands = {
  save: () => item && send("decide", { id: item.id, labels: [...labels], stance }),
  skip: () => item && send("skip", { id: item.id }),
  undo: () => send("undo", {}),
  help: () => document.body.classList.toggle("with-definitions"),
  finish: async () => {
    await ask("finish", {}).catch(() => {});
    for (const id of ["item", "form", "commands"]) $(id).hidden = true;
    item = null;
    $("message").textContent = setup.words.closed;
  },
};

function button(id, key, name, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.id = id;
  if (key) {
    const kbd = document.createElement("kbd");
    kbd.textContent = key;
    made.append(kbd);
  }
  made.append(name);
  made.addEventListener("click", (event) => {
    act();
    if (event.detail > 0) made.blur(); // by mouse: Enter goes on saving
  });
  return made;
}

function build() {
  const { words } = setup;
  document.documentElement.lang = setup.language;
  $("title").textContent = words.title;
  $("labels-title").textContent = words.labels;
  $("stance-title").textContent = words.stance;
  $("file").textContent = `${words.saved} ${setup.file}`;
  $("text").tabIndex = 0;
  for (const category of setup.categories) {
    const made = button(`label-${category.id}`, category.key, category.name, () => toggle(category.id));
    const chance = document.createElement("span");
    chance.className = "chance";
    chance.id = `chance-${category.id}`;
    chance.title = words.unsure;
    const definition = document.createElement("span");
    definition.className = "definition";
    definition.textContent = category.definition;
    made.append(chance, definition);
    made.title = category.taxonomy;
    $("labels").append(made);
  }
  for (const { id, key, name } of setup.stances) {
    const made = button(`stance-${id}`, key, name, () => take(id));
    made.setAttribute("role", "radio");
    $("stances").append(made);
  }
  const keys = { save: words.enter, skip: "k", undo: "u", help: "?", finish: "" };
  for (const [id, key] of Object.entries(keys)) $("commands").append(button(id, key, words[id], commands[id]));
  $("save").className = "first";
  $("commands").hidden = false;
}

document.addEventListener("keydown", (event) => {
  if (setup === null || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  const key = event.key.toLowerCase();
  const category = setup.categories.find((each) => each.key && each.key === key);
  const wanted = setup.stances.find((each) => each.key === key);
  const command = { enter: "save", k: "skip", u: "undo", "?": "help" }[key];
  if (category) toggle(category.id);
  else if (wanted) take(wanted.id);
  else if (command && !(command === "save" && document.activeElement.closest("#commands"))) commands[command]();
  else return;
  event.preventDefault();
});

(async () => {
  setup = await ask("setup");
  build();
  show(await ask("state"));
})();
