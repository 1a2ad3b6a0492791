// What to say of a ticket without asking anybody. Pure: a ticket, its line, and what this phone did with it before.

/**
 * `ticket` is what codes.js read (null: none of ours), `line` what the list says of it (undefined: not listed, "": gone),
 * `before` this phone's own entry by it. Answers {kind, why, told, provisional}: `told` is null where nobody is let in
 * and nothing is to be sent.
 */
export function decide({ ticket, event, line, before }) {
  if (!ticket) return no("notOurs");
  if (ticket.event !== event) return no("anotherEvent");
  if (before) return { kind: "already", why: "here", told: "already", at: before.at };
  if (line === "") return no("cancelled");
  // Ours, for this event, and not on the list: it was sold after the list was brought up to date.
  if (line === undefined) return { kind: "welcome", why: "provisional", told: "welcome", provisional: true };
  switch (line.s) {
    case "present":
      return { kind: "already", why: "there", told: "already", at: line.a, door: line.d };
    case "waiting":
      return no("waiting");
    case "absent":
      return no("closed");
    default:
      return { kind: "welcome", why: "", told: "welcome" };
  }
}

function no(why) {
  return { kind: "refused", why, told: null };
}
