"use strict";
// The script of a report. It shows, hides, sorts and looks answers up; every answer was made beforehand.
document.documentElement.classList.add("js-on");
document.addEventListener("DOMContentLoaded", () => {
  const STEP = 50;
  const data = JSON.parse(document.getElementById("data").textContent);
  const form = document.getElementById("controls");
  const fields = form.elements;
  const say = data.words;
  const locale = `${data.lang}-u-nu-${data.digits}`;
  const numbers = new Intl.NumberFormat(locale);
  const plural = new Intl.PluralRules(data.lang);
  const rank = "awsrdf";
  const [ID, NAME, MAKER, FAMILIES, DAY, LICENCES, TABLES] = [0, 1, 2, 3, 4, 5, 6];
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const rows = data.rows.map((row, at) => ({ at, row, text: fold([row[ID], row[NAME], row[MAKER], ...row[LICENCES]].join(" ")) }));
  const tables = [...document.querySelectorAll("table.answers, table.fits")].map((table) => {
    const body = table.tBodies[0];
    return { table, body, rows: [...body.rows], fits: table.classList.contains("fits"), group: table.dataset.group };
  });
  const first = tables.find((one) => one.group === (data.groups[0] || [])[0]);
  const drawn = new Map(); // what the report itself says in the cells of verdicts
  const placeOf = new Map(); // by place in data.places: the codes
  data.places.forEach((codes, at) => placeOf.set(at, new Set(codes)));
  let limit = STEP;
  let state = {};

  const whole = (text) => {
    const plain = text.trim().replace(/[\u0660-\u0669]/g, (digit) => digit.charCodeAt(0) - 0x660).replace(/[\u06f0-\u06f9]/g, (digit) => digit.charCodeAt(0) - 0x6f0);
    const digits = plain.replace(/[\s,_'\u00a0\u202f\u066c]/g, "");
    return /^\d{1,15}$/.test(digits) ? Number(digits) : NaN;
  };

  // Which part of an axis a value lies in: the last that begins at or below it; the one after all of them is "as assumed".
  const part = (starts, value) => {
    if (starts.length === 1) return 0;
    if (value === null) return starts.length;
    let at = 0;
    while (at + 1 < starts.length && starts[at + 1] <= value) at += 1;
    return at;
  };
  const region = (classes, code) => {
    if (!classes.length) return 0;
    if (!code) return classes.length + 1;
    const at = classes.findIndex((one) => placeOf.get(one).has(code));
    return at < 0 ? classes.length : at;
  };
  const size = (count) => (count > 1 ? count + 1 : 1);
  const outcome = (row, question) => {
    const [users, revenue, classes, answers] = data.tables[row[TABLES][question]];
    const { told } = state;
    let at = told.commercial === null ? 0 : told.commercial ? 1 : 2;
    at = at * size(users.length) + part(users, told.users);
    at = at * size(revenue.length) + part(revenue, told.revenue);
    at = at * (classes.length ? classes.length + 2 : 1) + region(classes, told.place);
    return data.outcomes[answers[at]];
  };

  const read = () => {
    const value = (name) => (fields[name] ? fields[name].value.trim() : "");
    const told = { users: null, revenue: null, place: value("place"), commercial: value("commercial") === "" ? null : value("commercial") === "1" };
    let wrong = false;
    for (const name of ["users", "revenue"]) {
      const text = value(name);
      const number = text === "" ? null : whole(text);
      const bad = Number.isNaN(number);
      fields[name].toggleAttribute("aria-invalid", bad);
      if (bad) fields[name].setAttribute("aria-invalid", "true");
      wrong = wrong || bad;
      told[name] = bad ? null : number;
    }
    const changed = told.users !== null || told.revenue !== null || told.place !== "" || told.commercial !== null;
    const question = Math.max(0, data.questions.indexOf(value("act")));
    const columns = new Set([...form.querySelectorAll("[name=column]:checked")].map((one) => one.value));
    state = { told, changed, wrong, question, columns, q: fold(value("q")), verdict: value("verdict"), family: value("family"), developer: value("developer"), from: value("from"), until: value("until"), sort: value("sort") };
  };

  const fits = ({ row, text }) =>
    state.q.split(/\s+/).every((word) => text.includes(word)) &&
    (!state.family || row[FAMILIES].includes(state.family)) &&
    (!state.developer || row[MAKER] === state.developer) &&
    (!state.from || (row[DAY] && row[DAY] >= state.from.slice(0, row[DAY].length))) &&
    (!state.until || (row[DAY] && row[DAY] <= state.until)) &&
    (!state.verdict || !data.questions.length || state.verdict.includes(outcome(row, state.question)[1]));

  const order = (found) => {
    const collator = new Intl.Collator(data.lang, { numeric: true });
    const by = {
      name: (a, b) => collator.compare(a.row[NAME], b.row[NAME]),
      developer: (a, b) => collator.compare(a.row[MAKER], b.row[MAKER]),
      date: (a, b) => (a.row[DAY] || "9999").localeCompare(b.row[DAY] || "9999"),
      "-date": (a, b) => (b.row[DAY] || "").localeCompare(a.row[DAY] || ""),
      verdict: (a, b) => a.best - b.best,
    }[state.sort];
    if (!by) return found;
    if (state.sort === "verdict") for (const one of found) one.best = data.questions.length ? rank.indexOf(outcome(one.row, state.question)[1]) : 0;
    return found.sort((a, b) => by(a, b) || a.at - b.at);
  };

  const fillVerdicts = (at, tr) => {
    const columns = first.columns;
    data.questions.forEach((question, number) => {
      const cell = tr.cells[columns.indexOf(question) + 1];
      if (!cell) return;
      if (!drawn.has(cell)) drawn.set(cell, [cell.className, [...cell.childNodes]]);
      if (!state.changed) {
        const [kind, nodes] = drawn.get(cell);
        if (cell.dataset.note) { cell.className = kind; cell.replaceChildren(...nodes); delete cell.dataset.note; }
        return;
      }
      const [note, letter] = outcome(data.rows[at], number);
      if (cell.dataset.note === String(note)) return;
      const link = document.createElement("a");
      link.href = `#${note}`;
      link.textContent = data.verdicts[letter];
      cell.className = letter;
      cell.dataset.note = note;
      const small = data.marks[note] ? document.createElement("small") : null;
      if (small) small.textContent = data.marks[note];
      cell.replaceChildren(link, ...(small ? [small] : []));
    });
  };
  const fillFits = (at, tr) => {
    for (let profile = 0; profile < data.profiles; profile += 1) {
      const cell = tr.cells[profile + 1];
      const letter = data.fits[at][profile * data.questions.length + state.question];
      if (cell.className === letter) continue;
      cell.className = letter;
      cell.firstElementChild.textContent = data.verdicts[letter];
    }
  };

  let found = rows;
  const show = () => {
    read();
    found = order(rows.filter(fits));
    const shown = found.slice(0, limit);
    const same = show.last && show.last.length === shown.length && show.last.every((one, at) => one === shown[at]);
    for (const one of tables) {
      for (const { at } of shown) {
        if (one.fits) fillFits(at, one.rows[at]);
        else if (one === first) fillVerdicts(at, one.rows[at]);
      }
      if (!same) one.body.replaceChildren(...shown.map(({ at }) => one.rows[at]));
    }
    show.last = shown;
    const act = document.getElementById("summary-act");
    if (act && fields.act.selectedIndex >= 0) act.textContent = fields.act.options[fields.act.selectedIndex].text;
    const many = data.shown[plural.select(found.length)] || data.shown.other;
    const told = many.replace("{count}", numbers.format(found.length)).replace("{all}", numbers.format(rows.length));
    document.getElementById("count").textContent = found.length ? told : say.none;
    document.getElementById("said").textContent = state.wrong ? say.number : state.changed ? say.scenario : say.assumed;
    form.classList.toggle("changed", state.changed);
    document.getElementById("more").hidden = found.length <= limit;
    columnsShown();
    footnotes();
  };

  const sheet = new CSSStyleSheet();
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  const columnsShown = () => {
    const rules = [];
    for (const [group, columns] of data.groups) {
      columns.forEach((column, at) => {
        if (!state.columns.has(column)) rules.push(`table[data-group="${group}"] tr > :nth-child(${at + 2}) { display: none; }`);
      });
    }
    const css = rules.join("\n");
    if (css !== columnsShown.last) { columnsShown.last = css; sheet.replaceSync(css); }
  };
  // Print carries the notes that the cells on the page point to.
  const footnotes = () => {
    clearTimeout(footnotes.later);
    footnotes.later = setTimeout(() => {
      const wanted = new Set([...document.querySelectorAll("table.answers tbody a")].map((one) => one.hash.slice(1)));
      for (const item of document.querySelectorAll("#notes li")) item.hidden = !wanted.has(item.id);
    }, 150);
  };

  // State as a fragment.
  const FIELDS = ["q", "act", "verdict", "family", "developer", "from", "until", "sort", "users", "revenue", "place", "commercial"];
  const fragment = () => {
    const told = new URLSearchParams();
    for (const name of FIELDS) {
      const value = fields[name] ? fields[name].value.trim() : "";
      if (value && !(name === "act" && fields.act.selectedIndex === 0)) told.set(name, value);
    }
    const without = [...form.querySelectorAll("[name=column]:not(:checked)")].map((one) => one.value);
    if (without.length) told.set("without", without.join(","));
    const text = told.toString();
    return text ? `#?${text}` : "";
  };
  const restore = () => {
    if (!location.hash.startsWith("#?")) return false;
    const told = new URLSearchParams(location.hash.slice(2));
    form.reset();
    for (const name of FIELDS) if (told.has(name) && fields[name]) fields[name].value = told.get(name);
    const without = new Set((told.get("without") || "").split(","));
    for (const one of form.querySelectorAll("[name=column]")) one.checked = !without.has(one.value);
    return true;
  };
  const remember = () => history.replaceState(null, "", fragment() || location.pathname + location.search);

  // What a cell opens.
  const opened = document.getElementById("opened");
  const open = (link) => {
    const note = document.getElementById(link.hash.slice(1));
    if (!note || !opened.showPopover) return false;
    const close = document.createElement("button");
    close.type = "button";
    close.textContent = say.close;
    close.addEventListener("click", () => opened.hidePopover());
    opened.replaceChildren(...[...note.childNodes].map((node) => node.cloneNode(true)), close);
    opened.showPopover();
    opened.focus();
    open.from = link;
    return true;
  };
  opened.addEventListener("toggle", (event) => {
    if (event.newState === "closed" && open.from && (document.activeElement === document.body || opened.contains(document.activeElement))) open.from.focus();
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("table.answers td a");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey && open(link)) event.preventDefault();
  });

  // Copies of what is shown.
  const grid = () => {
    const columns = data.groups.flatMap(([group, names]) => {
      const one = tables.find((table) => table.group === group);
      return names.map((name, at) => ({ one, at: at + 1, name })).filter(({ name }) => state.columns.has(name));
    });
    const head = [say.name, say.licence, ...columns.map(({ one, at }) => one.table.tHead.rows[0].cells[at].textContent)];
    const words = (cell) => [...cell.childNodes].map((node) => node.textContent.trim()).filter(Boolean).join(" (") + (cell.childNodes.length > 1 ? ")" : "");
    const verdict = (at, { one, at: column, name }) => {
      const question = data.questions.indexOf(name);
      if (state.changed && question >= 0) return data.verdicts[outcome(data.rows[at], question)[1]];
      return words(one.rows[at].cells[column]);
    };
    return [head, ...found.map(({ at, row }) => [row[NAME], row[LICENCES].join(" + "), ...columns.map((column) => verdict(at, column))])];
  };
  const clean = (text) => text.replace(/[\u2066-\u2069\u202a-\u202e\u200e\u200f]/g, "").replace(/\s+/g, " ");
  const markdown = () => {
    const lines = grid().map((line) => `| ${line.map((cell) => clean(cell).replace(/\\/g, "\\\\").replace(/\|/g, "\\|").replace(/</g, "&lt;")).join(" | ")} |`);
    const width = lines.length ? grid()[0].length : 0;
    lines.splice(1, 0, `|${" --- |".repeat(width)}`);
    return lines.join("\n");
  };
  const harmless = (cell) => (/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell);
  const csv = () => grid().map((line) => line.map((cell) => `"${harmless(clean(cell)).replace(/"/g, '""')}"`).join(",")).join("\n");
  const copy = async (text, done) => {
    let fine = true;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = document.createElement("textarea");
      area.value = text;
      form.append(area);
      area.select();
      fine = document.execCommand("copy");
      area.remove();
    }
    document.getElementById("count").textContent = fine ? done : say.not_copied;
  };
  form.addEventListener("click", (event) => {
    const name = event.target.dataset.do;
    if (name === "markdown") copy(markdown(), say.copied);
    if (name === "csv") copy(csv(), say.copied);
    if (name === "link") copy(location.href.split("#")[0] + fragment(), say.linked);
    if (name === "print") window.print();
  });

  const changed = () => { limit = STEP; show(); remember(); };
  form.addEventListener("input", changed);
  form.addEventListener("reset", () => setTimeout(changed));
  form.addEventListener("submit", (event) => event.preventDefault());
  document.getElementById("more").addEventListener("click", () => { limit += STEP * 4; show(); });
  window.addEventListener("hashchange", () => { if (restore()) show(); });
  window.addEventListener("beforeprint", () => { if (limit < found.length) { limit = found.length; show(); } });

  if (first) first.columns = data.groups[0][1];
  form.hidden = false;
  form.querySelector(".panel").open = !window.matchMedia("(max-width: 40rem)").matches;
  document.documentElement.classList.remove("js-on");
  restore();
  show();
  document.documentElement.dataset.ready = "yes";
});
