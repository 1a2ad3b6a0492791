// What the phone keeps: its token, the sealed list, scans on their way, and hashes of the tickets it let in. No name.

const NAME = "maillage-door";
const VERSION = 1;

let opened = null;

function database() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = () => {
      const made = request.result;
      made.createObjectStore("facts"); // token, about, version, needs, offset, counts, heard
      made.createObjectStore("rows"); // lookup → sealed line, "" for a seat that is gone
      made.createObjectStore("queue", { keyPath: "id" }); // scans that the house has not answered yet
      made.createObjectStore("entries"); // lookup → { id, at, told } of what this phone scanned
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opened;
}

/** Runs `work` on some stores in one transaction; resolves with what it answered once all of it is on the disk. */
async function within(names, mode, work) {
  const base = await database();
  return new Promise((resolve, reject) => {
    const transaction = base.transaction(names, mode, { durability: "strict" });
    const stores = names.map((name) => transaction.objectStore(name));
    const answer = work(...stores);
    transaction.oncomplete = () => resolve(answer instanceof IDBRequest ? answer.result : answer);
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

export const fact = (name) => within(["facts"], "readonly", (facts) => facts.get(name));

export const keepFacts = (news) =>
  within(["facts"], "readwrite", (facts) => {
    for (const [name, value] of Object.entries(news)) facts.put(value, name);
  });

/** The line of a ticket: undefined when there is none, "" when its seat is gone. */
export const row = (lookup) => within(["rows"], "readonly", (rows) => rows.get(lookup));

/** Takes what the house answered in, whole or not: list and version together, so that one never runs ahead of the other. */
export const takeList = (answer, heard) =>
  within(["rows", "facts"], "readwrite", (rows, facts) => {
    if (answer.whole) rows.clear();
    for (const [lookup, line] of answer.rows) rows.put(line ?? "", lookup);
    facts.put(answer.version, "version");
    facts.put(answer.needs, "needs");
    // What the phone is called may be somebody's name.
    const { device, ...about } = answer.about;
    facts.put(about, "about");
    facts.put(answer.counts, "counts");
    facts.put(heard, "heard");
  });

export const entry = (lookup) => within(["entries"], "readonly", (entries) => entries.get(lookup));

/** What the house said of seats that this phone took for entered: they are not by it. */
export const forgetEntries = (lookups) =>
  within(["entries"], "readwrite", (entries) => {
    for (const lookup of lookups) entries.delete(lookup);
  });

/** A scan is on the disk, and its seats are noted, before anybody is told anything. */
export const keepScan = (scan, entered) =>
  within(["queue", "entries"], "readwrite", (queue, entries) => {
    queue.put(scan);
    for (const [lookup, noted] of Object.entries(entered)) {
      if (noted) entries.put(noted, lookup);
      else entries.delete(lookup);
    }
  });

/** As if it had never been: nobody was let in by it, and nobody was told. */
export const dropScan = (id, lookups) =>
  within(["queue", "entries"], "readwrite", (queue, entries) => {
    queue.delete(id);
    for (const lookup of lookups) entries.delete(lookup);
  });

/** The house could not read it as this version of the application says it: it stays, for another version to send. */
export const setAside = (scan, version) =>
  within(["queue"], "readwrite", (queue) => {
    queue.put({ ...scan, unreadable: version });
  });

export const queued = () => within(["queue"], "readonly", (queue) => queue.getAll());

/** Takes scans off that were answered as they were sent: one of which more was said meanwhile stays, and is sent again. */
export const unqueue = (scans) =>
  within(["queue"], "readwrite", (queue) => {
    for (const scan of scans) {
      const kept = queue.get(scan.id);
      kept.onsuccess = () => kept.result?.told === scan.told && queue.delete(scan.id);
    }
  });

/** Forgets the list alone: the event is over, and what was scanned is still to be sent. */
export const forgetList = () =>
  within(["facts", "rows"], "readwrite", (facts, rows) => {
    rows.clear();
    facts.delete("version");
  });

/** Forgets the event and its list. Scans that were not sent stay: nobody's name is in them, and an entry may be. */
export const forgetEvent = () =>
  within(["facts", "rows", "entries"], "readwrite", (facts, rows, entries) => {
    facts.clear();
    rows.clear();
    entries.clear();
  });
