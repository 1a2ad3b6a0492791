"""Pages of professional pairing that are looked at by address, each by whoever it is for (``test_pairing_pages``).

What leaves the demonstration or only sends stands in ``NO_PAGE``; pages that show themselves on the way of those who use
them, in ``HELD_ON_THE_WAY``.
"""

from tests.browser.looks import Row

ROOMS = {
    "pairing", "offers", "requests", "proposals", "rounds", "matches", "conversations", "meetings", "gatherings", "pairing_figures",
}  # fmt: skip

HERS = "(SELECT person_id FROM accounts_user WHERE email = 'amina.benali@exemple.test')"
GAGNON = "(SELECT person_id FROM accounts_user WHERE email = 'marc-andre.gagnon@exemple.test')"
MENTOR = "(SELECT person_id FROM accounts_user WHERE email = 'lucie.tremblay@exemple.test')"
#: Files of the first caseworker's organisation.
FOLLOWED = (
    "SELECT file.id FROM participants_casefile file JOIN participants_casefile own ON own.organisation_id = file.organisation_id "
    "WHERE own.caseworker_id = (SELECT person_id FROM accounts_user WHERE email = 'rachid.haddad@exemple.test')"
)
REQUEST = (
    "SELECT request.id FROM requests_request request JOIN participants_candidacy candidacy ON candidacy.id = request.candidacy_id "
    "JOIN participants_casefile file ON file.id = candidacy.case_file_id "
)
ROUND = "SELECT max(id) FROM rounds_round WHERE state = 'ready'"
MATCH = f"SELECT match.id FROM matches_match match JOIN participants_casefile file ON file.person_id = match.candidate_id WHERE file.id IN ({FOLLOWED})"


#: Numbers of the figures behind which there is a list: of people, of offers, of hosts.
FIGURES = ("persons", "employers", "never_used", "waiting", "at_groups")


def followed(state: str) -> str:
    return f"{REQUEST} WHERE file.id IN ({FOLLOWED}) AND request.state = '{state}' AND file.person_id <> {HERS} ORDER BY request.id"


def own_match(person: str, states: str) -> str:
    return f"SELECT id FROM matches_match WHERE {person} IN (candidate_id, host_id) AND state IN ({states}) ORDER BY id"


def match(state: str, format: str) -> str:
    return f"SELECT id FROM matches_match WHERE state = '{state}' AND format = '{format}' ORDER BY id"


def meeting(person: str, states: str) -> str:
    """Of a match of that person, on either side; the latest to begin."""
    return (
        "SELECT meeting.id FROM meetings_meeting meeting JOIN matches_match match ON match.id = meeting.match_id "
        f"WHERE {person} IN (match.candidate_id, match.host_id) AND {states} ORDER BY meeting.starts_at DESC"
    )


def staff_meeting(states: str) -> str:
    """Of somebody whom the first caseworker's organisation follows; days of a placement stand in their agreement."""
    return (
        "SELECT meeting.id FROM meetings_meeting meeting JOIN matches_match match ON match.id = meeting.match_id "
        f"JOIN participants_casefile file ON file.person_id = match.candidate_id WHERE file.id IN ({FOLLOWED}) AND {states} AND match.format <> 'placement'"
    )


def proposal(state: str) -> str:
    return f"SELECT id FROM proposals_proposal WHERE state = '{state}' AND person_id <> {HERS} ORDER BY id"


QUESTIONS = {
    "the edition": "SELECT max(edition_id) FROM offers_offer",
    # Requests.
    "her request": f"{REQUEST} WHERE file.person_id = {HERS} AND request.state <> 'ended' ORDER BY request.id DESC",
    "an old request": f"{REQUEST} WHERE file.person_id = {HERS} AND request.state = 'ended' ORDER BY request.id DESC",
    **{f"a request, {state}": followed(state) for state in ("draft", "waiting", "proposed", "matched", "resting", "ended")},
    # Offers.
    **{
        f"an offer, {state}": f"SELECT id FROM offers_offer WHERE state = '{state}' ORDER BY id"
        for state in ("submitted", "returned", "paused", "filled", "closed", "declined")
    },
    "his offer": f"SELECT id FROM offers_offer WHERE host_id = {GAGNON} AND state = 'open' ORDER BY id",
    "his draft": f"SELECT id FROM offers_offer WHERE host_id = {GAGNON} AND state = 'draft' ORDER BY id",
    "an organisation": f"SELECT organisation_id FROM offers_offer WHERE host_id = {GAGNON} AND organisation_id IS NOT NULL",
    "its contact": f"SELECT {GAGNON}",
    **{code: f"SELECT '{code}'" for code in ("what", "who", "where")},
    # Proposals.
    "her proposal": f"SELECT id FROM proposals_proposal WHERE person_id = {HERS} AND state = 'open'",
    "what she accepted": f"SELECT id FROM proposals_proposal WHERE person_id = {HERS} AND state = 'accepted'",
    "a mentor's proposal": "SELECT proposal.id FROM proposals_proposal proposal JOIN offers_offer offer ON offer.id = proposal.offer_id "
    f"WHERE offer.host_id = {MENTOR} AND proposal.state = 'open'",
    **{f"a proposal, {state}": proposal(state) for state in ("open", "accepted", "declined", "lapsed", "withdrawn")},
    "a review asked for": "SELECT id FROM proposals_reviewrequest WHERE answered_at IS NULL",
    "a review that was answered": "SELECT id FROM proposals_reviewrequest WHERE answered_at IS NOT NULL",
    # Rounds.
    "a board": ROUND,
    "a board that was published": "SELECT min(id) FROM rounds_round WHERE state = 'published'",
    "one who is paired": f"SELECT request_id FROM rounds_roundpair WHERE round_id = ({ROUND}) ORDER BY id",
    "one who is left out": f"SELECT request_id FROM rounds_roundcandidate WHERE round_id = ({ROUND}) AND because <> 'paired' ORDER BY id",
    "another host": f"SELECT offer_id FROM rounds_roundpair WHERE round_id = ({ROUND}) ORDER BY id DESC",
    "an exclusion": "SELECT max(id) FROM rounds_exclusion",
    # Matches.
    "her match": own_match(HERS, "'completed'"),
    "a mentor's match": own_match(MENTOR, "'under_way', 'signed', 'scheduled'"),
    "her review": f"SELECT review.id FROM matches_review review JOIN matches_party party ON party.id = review.party_id WHERE party.person_id = {HERS}",
    "to sign": match("to_sign", "mentoring"),
    "with a placement to sign": match("to_sign", "placement"),
    "with days": match("scheduled", "placement"),
    "under way": match("signed", "mentoring"),
    "spent": match("done", "mentoring"),
    "completed": match("completed", "placement"),
    "ended": match("ended", "mentoring"),
    "theirs to sign": f"{MATCH} AND match.state = 'to_sign' ORDER BY match.id",
    "theirs under way": f"{MATCH} AND match.state IN ('signed', 'scheduled', 'under_way') ORDER BY match.id",
    "theirs completed": f"{MATCH} AND match.state = 'completed' ORDER BY match.id",
    # Conversations.
    "a message to a mentor": "SELECT message.id FROM conversations_message message JOIN matches_match match ON match.id = message.conversation_id "
    f"WHERE match.host_id = {MENTOR} AND message.person_id <> {MENTOR} ORDER BY message.id",
    "a report": "SELECT max(id) FROM conversations_report",
    # Meetings.
    "a mentor's mentorship": f"SELECT id FROM matches_match WHERE host_id = {MENTOR} AND format = 'mentoring' AND state IN ('signed', 'under_way')",
    "a meeting to come": meeting(MENTOR, "meeting.state = 'planned' AND meeting.starts_at > datetime('now')"),
    "a meeting to confirm": meeting(MENTOR, "meeting.said_side = 'candidate' AND meeting.state = 'planned'"),
    "a meeting that was held": meeting(MENTOR, "meeting.state = 'held'"),
    "a meeting called off": meeting(MENTOR, "meeting.state = 'cancelled'"),
    "her meeting": meeting(HERS, "meeting.state = 'held'"),
    **{f"their meeting, {state}": staff_meeting(f"meeting.state = '{state}'") for state in ("planned", "held")},
    # Group sessions.
    **{f"a session, {state}": f"SELECT id FROM gatherings_gathering WHERE state = '{state}'" for state in ("planned", "held", "cancelled")},
    "its offer": "SELECT max(offer_id) FROM gatherings_gathering",
    # Figures.
    **{name: f"SELECT '{name}'" for name in FIGURES},
}  # fmt: skip

#: Who looks, and at what.
PAGES: dict[str, list[Row]] = {
    "participant": [
        ("requests:home",),
        ("requests:mine", "her request"),
        ("requests:mine", "an old request"),
        ("requests:write", "her request"),
        ("requests:rest", "her request"),
        ("requests:withdraw", "her request"),
        ("proposals:mine",),
        ("proposals:proposal", "her proposal"),
        ("proposals:proposal", "what she accepted"),
        ("proposals:no", "her proposal"),
        ("proposals:ask_review", "her proposal"),
        ("matches:home",),
        ("matches:match", "her match"),
        ("matches:agreement", "her match"),
        ("matches:logbook", "her match"),
        ("matches:review", "her review"),
        ("conversations:thread", "her match"),
        ("meetings:list", "her match"),
        ("meetings:meeting", "her meeting"),
        ("gatherings:home",),
        ("gatherings:home", "?all="),
        *[("gatherings:mine", f"a session, {state}") for state in ("planned", "cancelled")],
        ("gatherings:give_back", "a session, planned"),
        ("offers:renew_by_link", "a letter's link"),
    ],
    "mentor": [
        ("offers:mine",),
        ("proposals:mine",),
        ("proposals:proposal", "a mentor's proposal"),
        ("proposals:no", "a mentor's proposal"),
        ("matches:home",),
        ("matches:match", "a mentor's match"),
        ("matches:agreement", "a mentor's match"),
        ("matches:card", "a mentor's match"),
        ("matches:end", "a mentor's match"),
        ("conversations:thread", "a mentor's match"),
        ("conversations:report", "a message to a mentor"),
        ("meetings:list", "a mentor's mentorship"),
        ("meetings:plan", "a mentor's mentorship"),
        ("meetings:plan", "a mentor's mentorship", "?week=3"),
        ("meetings:note", "a mentor's mentorship"),
        *[("meetings:meeting", f"a meeting {mark}") for mark in ("to come", "to confirm", "that was held", "called off")],
        ("meetings:move", "a meeting to come"),
        ("meetings:cancel", "a meeting to come"),
        ("gatherings:list",),
    ],
    "employer_contact": [
        ("offers:mine",),
        ("offers:begin",),
        ("offers:step", "his draft", "what"),
        ("offers:step", "his draft", "who"),
        ("offers:step", "his draft", "where"),
        ("offers:check", "his draft"),
        ("offers:offer", "his draft"),
        ("offers:offer", "his offer"),
        ("offers:end", "his offer"),
        ("offers:hand_on", "his offer"),
        ("gatherings:list",),
        ("gatherings:list", "?show=all"),
        *[("gatherings:gathering", f"a session, {state}") for state in ("planned", "held", "cancelled")],
        ("gatherings:change", "a session, planned"),
        ("gatherings:cancel", "a session, planned"),
        ("gatherings:presence", "a session, held"),
        ("gatherings:add", "its offer"),
    ],
    "caseworker": [
        ("requests:list",),
        *[("requests:staff", f"a request, {state}") for state in ("draft", "waiting", "proposed", "matched", "resting", "ended")],
        ("requests:staff_write", "a request, draft"),
        ("requests:staff_rest", "a request, waiting"),
        ("requests:staff_end", "a request, waiting"),
        ("offers:list",),
        ("matches:list",),
        ("matches:list", "?state=all"),
        *[("matches:staff_match", f"theirs {state}") for state in ("to sign", "under way", "completed")],
        ("matches:staff_edit", "theirs to sign"),
        ("matches:staff_end", "theirs under way"),
        *[("meetings:staff_meeting", f"their meeting, {state}") for state in ("planned", "held")],
        ("meetings:staff_plan", "theirs under way"),
        ("meetings:staff_move", "their meeting, planned"),
        ("meetings:staff_cancel", "their meeting, planned"),
        ("meetings:rest", "theirs under way"),
        ("gatherings:gathering", "a session, planned"),
        ("gatherings:register", "a session, planned"),
        ("pairing_figures:page",),
        ("pairing_figures:behind", "waiting"),
    ],
    "programme_coordinator": [
        ("caseworker:morning",),
        ("matches:list", "?needs=quiet"),
        ("pairing:editions",),
        ("pairing:edition", "the edition"),
        ("pairing:set_up", "the edition"),
        ("requests:list",),
        ("offers:list",),
        ("offers:list", "?q=zzzz"),
        ("offers:approvals",),
        *[("offers:offer", f"an offer, {state}") for state in ("submitted", "returned", "paused", "filled", "closed", "declined")],
        ("offers:for_whom",),
        ("offers:for_whom", "?q=atelier"),
        ("offers:begin_for", "an organisation", "its contact"),
        ("proposals:list",),
        *[("proposals:staff_proposal", f"a proposal, {state}") for state in ("open", "accepted", "declined", "lapsed", "withdrawn")],
        ("proposals:withdraw", "a proposal, open"),
        ("proposals:answer_for", "a proposal, open"),
        ("proposals:reviews",),
        ("proposals:review", "a review asked for"),
        ("proposals:review", "a review that was answered"),
        ("rounds:rounds",),
        ("rounds:edition", "the edition"),
        ("rounds:exclusions", "the edition"),
        ("rounds:lift", "an exclusion"),
        ("rounds:board", "a board"),
        ("rounds:board", "a board that was published"),
        ("rounds:board", "a board", "?show=fell"),
        ("rounds:left_out", "a board"),
        ("rounds:missing", "a board"),
        ("rounds:changes", "a board"),
        ("rounds:candidate", "a board", "one who is paired"),
        ("rounds:candidate", "a board", "one who is left out"),
        ("rounds:hosts", "a board", "one who is paired"),
        ("rounds:between", "a board", "one who is paired", "another host"),
        ("rounds:publish", "a board"),
        ("rounds:discard", "a board"),
        ("rounds:by_group",),
        ("rounds:edition_by_group", "the edition"),
        ("rounds:round_by_group", "a board"),
        ("matches:list",),
        *[("matches:staff_match", mark) for mark in ("to sign", "with days", "under way", "spent", "completed", "ended")],
        ("matches:staff_edit", "to sign"),
        ("matches:staff_edit", "with a placement to sign"),
        ("matches:complete", "under way"),
        ("matches:link_editions",),
        ("matches:links", "the edition"),
        ("conversations:reports",),
        ("conversations:reports", "?show=decided"),
        ("conversations:reported", "a report"),
        ("meetings:staff_meeting", "a meeting to confirm"),
        ("gatherings:list", "?show=past"),
        ("gatherings:gathering", "a session, held"),
        ("pairing_figures:page",),
        *[("pairing_figures:behind", name) for name in FIGURES],
    ],
    "analyst": [("pairing_figures:page",), ("pairing_figures:behind", "persons"), ("pairing_figures:behind", "employers")],
}  # fmt: skip

#: Forms that only send, parts of a page, files.
NO_PAGE = {
    *(f"pairing:{name}" for name in ("reviewer_add", "reviewer_remove")),
    *(f"offers:{name}" for name in ("move", "resize", "decide", "export")),
    *(f"requests:{name}" for name in ("begin", "reach", "take_up", "bring_back", "staff_begin", "staff_reach", "staff_take_up", "staff_bring_back")),
    *(f"proposals:{name}" for name in ("yes", "take_back")),
    *(f"rounds:{name}" for name in ("ask", "standing", "undo", "bring_back", "lock", "unlock", "move", "add", "exclude")),
    *(f"matches:{name}" for name in ("sign", "unsign", "new_version", "drop", "document", "tick", "phone", "days", "share", "resume", "staff_new_version", "staff_document", "staff_days", "staff_resume", "link_remove")),
    *(f"conversations:{name}" for name in ("part", "stop", "take_back", "reopen")),
    *(f"meetings:{name}" for name in ("say", "calendar", "staff_reopen", "wake")),
    *(f"gatherings:{name}" for name in ("take", "calendar", "walk_in", "staff_give_back")),
    "pairing_figures:export",
}  # fmt: skip
#: By ``test_pairing_way``.
HELD_ON_THE_WAY = {"matches:edit"}
