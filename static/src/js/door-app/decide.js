// What to say of a ticket without asking anybody. Pure: a ticket, its line, and what this phone did with it before.

/** Why this door lets nobody in, whatever the ticket: the event was called off, or is long over and the list was forgotten. */
export function shut({ is_off, until }, now) {
  if (is_off) return "eventOff";
  return now > until ? "over" : "";
}

/**
 * The sitting whose door is open at a moment: the one under way, else the next, else the one that has just ended.
 * `sittings` are those of the event, {id, opens, starts, ends, closes}; undefined where none is open.
 */
export function sittingAt(sittings, moment) {
  const near = sittings.filter((one) => one.opens <= moment && moment <= one.closes);
  const distance = (one) => (one.starts <= moment && moment < one.ends ? 0 : one.starts > moment ? 1 : 2);
  return near.sort((one, other) => distance(one) - distance(other) || one.starts - other.starts)[0];
}

/**
 * `ticket` is what codes.js read (null: none of ours), `line` what the list says of it (undefined: not listed, "": gone),
 * `before` this phone's own entry by it. Answers {kind, why, told, provisional}: `told` is null where nobody is let in
 * and nothing is to be sent. Of a series, `sittings` with the moment `now`: whoever came to one of them may come to the next.
 * `closed`: what `shut` says.
 */
export function decide({ ticket, event, line, before, sittings = [], now = 0, closed = "" }) {
  if (!ticket) return no("notOurs");
  if (ticket.event !== event) return no("anotherEvent");
  if (closed) return no(closed);
  const here = sittings.length ? sittingAt(sittings, now)?.id : null;
  if (here === undefined) return no("noSitting");
  const isSame = (sitting) => here === null || sitting === here;
  if (before && isSame(sittingAt(sittings, before.at)?.id)) return { kind: "already", why: "here", told: "already", at: before.at };
  if (line === "") return no("cancelled");
  // Ours, for this event, and not on the list: it was sold after the list was brought up to date.
  if (line === undefined) return { kind: "welcome", why: "provisional", told: "welcome", provisional: true };
  switch (line.s) {
    case "present":
      // In at another sitting, of which the list still speaks: expected at this one.
      if (!isSame(line.i)) return { kind: "welcome", why: "", told: "welcome" };
      return { kind: "already", why: "there", told: "already", at: line.a, door: line.d };
    case "waiting":
      return no("waiting");
    case "guardian":
      return no("guardian");
    case "absent":
      return no("closed");
    default:
      return { kind: "welcome", why: "", told: "welcome" };
  }
}

function no(why) {
  return { kind: "refused", why, told: null };
}
