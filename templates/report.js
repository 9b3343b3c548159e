"use strict";
// The script of a report. It shows, hides, sorts and looks answers up; every answer was made beforehand.
document.documentElement.classList.add("js-on");
document.addEventListener("DOMContentLoaded", () => {
  const STEP = 30; // rows shown at first; more where asked for
  const data = JSON.parse(document.getElementById("data").textContent);
  const form = document.getElementById("controls");
  const fields = form.elements;
  const say = data.words;
  const locale = `${data.lang}-u-nu-${data.digits}`;
  const numbers = new Intl.NumberFormat(locale);
  const plural = new Intl.PluralRules(data.lang);
  const rank = "awsrdf";
  const [ID, NAME, MAKER, FAMILIES, DAY, LICENCES, TABLES] = [0, 1, 2, 3, 4, 5, 6];
  data.rows = data.rows.map(([id, name, maker, day, at]) => {
    const [families, licences, tables] = data.alike[at];
    return [id, name, maker, families, day, licences, tables];
  });
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const rows = data.rows.map((row, at) => ({ at, row, text: fold([row[ID], row[NAME], row[MAKER], ...row[LICENCES]].join(" ")) }));
  // Where there are many, models with the same answers share a row of the file; here each gets its own when it is shown.
  const tables = [...document.querySelectorAll("table.fits, table.answers")].map((table, number) => {
    const body = table.tBodies[0];
    const written = [...body.rows];
    const made = new Map();
    const rowOf = (at) => {
      if (!data.shared) return written[at];
      if (!made.has(at)) {
        const row = written[data.shared[number][at]].cloneNode(true);
        const [name, licences] = [document.createElement("bdi"), document.createElement("small")];
        name.textContent = data.rows[at][NAME];
        licences.append(Object.assign(document.createElement("bdi"), { textContent: data.rows[at][LICENCES].join(" + ") }));
        row.cells[0].replaceChildren(name, licences);
        made.set(at, row);
      }
      return made.get(at);
    };
    return { table, body, rowOf, fits: table.classList.contains("fits"), group: table.dataset.group };
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

  // The place of each row when sorted by a field of words: found out once. Equal words have one place.
  const collator = new Intl.Collator(data.lang, { numeric: true });
  const places = new Map();
  const placed = (field) => {
    if (!places.has(field)) {
      const words = [...new Set(data.rows.map((row) => row[field]))].sort(collator.compare);
      const at = new Map(words.map((word, place) => [word, place]));
      places.set(field, data.rows.map((row) => at.get(row[field])));
    }
    return places.get(field);
  };
  const order = (found) => {
    const [names, makers] = [state.sort === "name" && placed(NAME), state.sort === "developer" && placed(MAKER)];
    const by = {
      name: (a, b) => names[a.at] - names[b.at],
      developer: (a, b) => makers[a.at] - makers[b.at],
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
      const [note, letter, words] = outcome(data.rows[at], number); // words: of what is no verdict
      if (cell.dataset.note === String(note)) return;
      const link = document.createElement("a");
      link.href = `#${note}`;
      link.textContent = words || data.verdicts[letter];
      cell.className = words ? "" : letter;
      cell.dataset.note = note;
      const small = data.marks[note] ? document.createElement("small") : null;
      if (small) small.textContent = data.marks[note];
      cell.replaceChildren(link, ...(small ? [small] : []));
    });
  };
  const fillFits = (at, tr) => {
    for (let profile = 0; profile < data.profiles; profile += 1) {
      const cell = tr.cells[profile + 1];
      const letter = data.fits[data.fitting[at]][profile * data.questions.length + state.question];
      if (cell.className === letter) continue;
      cell.className = letter;
      cell.firstElementChild.textContent = data.verdicts[letter];
    }
  };

  let found = rows;
  let undrawn = []; // tables that are still to be brought up to date
  const drawNext = () => {
    const next = undrawn.shift();
    if (next) next();
    if (undrawn.length) show.later = setTimeout(drawNext);
    else { document.documentElement.dataset.drawn = "yes"; footnotes(); }
  };
  const drawAll = () => { while (undrawn.length) undrawn.shift()(); document.documentElement.dataset.drawn = "yes"; };
  const onScreen = ({ table }) => {
    const { top, bottom } = table.parentElement.getBoundingClientRect();
    return top < window.innerHeight && bottom > 0;
  };
  const show = () => {
    read();
    found = order(rows.filter(fits));
    const shown = found.slice(0, limit);
    const same = show.last && show.last.length === shown.length && show.last.every((one, at) => one === shown[at]);
    const draw = (one) => {
      for (const { at } of shown) {
        if (one.fits) fillFits(at, one.rowOf(at));
        else if (one === first) fillVerdicts(at, one.rowOf(at));
      }
      if (!same || late) one.body.replaceChildren(...shown.map(({ at }) => one.rowOf(at)));
    };
    // Where rows are many, the tables on the screen are drawn at once, the others in tasks of their own.
    const late = undrawn.length > 0;
    const soon = tables.filter((one) => !data.shared || onScreen(one));
    const then = tables.filter((one) => !soon.includes(one));
    soon.forEach(draw);
    undrawn = then.map((one) => () => draw(one));
    clearTimeout(show.later);
    if (undrawn.length) show.later = setTimeout(() => requestAnimationFrame(() => setTimeout(drawNext)));
    document.documentElement.dataset.drawn = undrawn.length ? "no" : "yes";
    show.last = shown;
    const act = document.getElementById("summary-act");
    if (act && fields.act.selectedIndex >= 0) act.textContent = fields.act.options[fields.act.selectedIndex].text;
    const many = data.shown[plural.select(found.length)] || data.shown.other;
    const told = many.replace("{count}", numbers.format(found.length)).replace("{all}", numbers.format(rows.length));
    document.getElementById("count").textContent = found.length ? told : say.none;
    document.getElementById("said").textContent = state.wrong ? say.number : state.changed ? say.scenario : say.assumed;
    form.classList.toggle("changed", state.changed);
    tell(found.length < rows.length ? told : "");
    document.getElementById("more").hidden = found.length <= limit;
    columnsShown();
    if (!undrawn.length) footnotes();
  };

  // What was changed stands in the head as well: a printed page must say what its verdicts are for.
  const tell = (count) => {
    const changes = ["users", "revenue", "place", "commercial"].flatMap((name) => {
      const field = fields[name];
      const value = state.told[name];
      if (!field || value === null || value === "") return [];
      const shown = field.tagName === "SELECT" ? field.options[field.selectedIndex].text : numbers.format(value);
      return [`${field.labels[0].firstChild.textContent.trim()}: ${shown}`];
    });
    const line = document.getElementById("told");
    line.hidden = !changes.length && !count;
    line.lastElementChild.textContent = [...changes, ...(count ? [count] : [])].join(data.lang === "ar" ? "؛ " : "; ");
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
  const items = [...document.querySelectorAll("#notes ol:first-of-type > li")];
  const footnotes = () => {
    clearTimeout(footnotes.later);
    footnotes.later = setTimeout(footnotes.now, 150);
  };
  footnotes.now = () => {
    clearTimeout(footnotes.later);
    const wanted = new Set(Array.from(document.querySelectorAll("table.answers tbody a"), (one) => one.getAttribute("href").slice(1)));
    for (const item of items) if (item.hidden === wanted.has(item.id)) item.hidden = !item.hidden;
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
    const clause = note.querySelector("p:first-child a");
    const whose = document.createElement("p");
    whose.className = "src";
    whose.append(link.closest("tr").cells[0].firstElementChild.cloneNode(true));
    const parts = [note, ...(clause ? [document.getElementById(clause.hash.slice(1))] : [])];
    opened.replaceChildren(whose, ...parts.flatMap((part) => [...part.childNodes].map((node) => node.cloneNode(true))), close);
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
      if (state.changed && question >= 0) {
        const [, letter, told] = outcome(data.rows[at], question);
        return told || data.verdicts[letter];
      }
      return words(one.rowOf(at).cells[column]);
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
    if (name) drawAll();
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
  window.addEventListener("beforeprint", () => {
    if (limit < found.length) { limit = found.length; show(); }
    drawAll();
    footnotes.now();
  });

  if (first) first.columns = data.groups[0][1];
  form.hidden = false;
  form.querySelector(".panel").open = !window.matchMedia("(max-width: 40rem)").matches;
  document.documentElement.classList.remove("js-on");
  restore();
  show();
  document.documentElement.dataset.ready = "yes";
  setTimeout(() => [NAME, MAKER].forEach(placed), 200); // before someone sorts
});
