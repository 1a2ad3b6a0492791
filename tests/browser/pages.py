"""The pages that are looked at by address: the name of their URL, and what each is shown for in the demonstration.

Pages that another test already holds, on the way of those who use them, stand in ``HELD_ELSEWHERE``; those of people's
rooms are reached by links (``test_walks``).
"""

from tests.browser.looks import Row

#: An event by its name in the demonstration, or what the database is asked for.
FAIR, DRAFT, WRITTEN = "salon-montreal", "brouillon-montreal", "seance-mauricie-centre"
SERIES = "formation-soirs"
#: By selection: applications are read; results were told.
READ, TOLD = "cohorte-regions", "mission-abitibi"
OVER = "passe-formation"
QUESTIONS = {
    "one who waits": "SELECT link_key FROM registration_registration WHERE state = 'waiting' LIMIT 1",
    "one with a seat": "SELECT link_key FROM registration_registration WHERE state = 'confirmed' AND event_id = {salon-quebec} LIMIT 1",
    "one who came": "SELECT link_key FROM registration_registration WHERE event_id = {passe-salon} LIMIT 1",
    "one who wishes": "SELECT registration.link_key FROM needs_wish wish JOIN registration_seat seat ON seat.id = wish.seat_id "
    "JOIN registration_registration registration ON registration.id = seat.registration_id "
    "WHERE seat.event_id = {salon-saguenay} LIMIT 1",
    "one who is asked": "SELECT link_key FROM registration_registration WHERE event_id = {salon-saguenay} AND id NOT IN "
    "(SELECT seat.registration_id FROM needs_wish wish JOIN registration_seat seat ON seat.id = wish.seat_id) LIMIT 1",
    "whoever cooks": "SELECT key FROM needs_meallink WHERE event_id = {salon-montreal}",
    "one who was written to": "SELECT link_key FROM registration_registration WHERE id = (SELECT max(registration_id) FROM announcements_notice)",
    "a message": "SELECT id FROM announcements_announcement WHERE corrects_id IS NOT NULL AND event_id = {seance-mauricie-centre}",
    "a draft": "SELECT id FROM announcements_announcement WHERE state = 'draft' AND event_id = {seance-mauricie-centre}",
    "one who answered": "SELECT registration.link_key FROM questions_answer answer JOIN registration_registration registration "
    "ON registration.id = answer.registration_id WHERE registration.event_id = {seance-est} LIMIT 1",
    "a question": "SELECT id FROM questions_question WHERE event_id = {seance-est} ORDER BY position LIMIT 1 OFFSET 1",
    "somebody registered": "SELECT id FROM registration_registration WHERE event_id = {salon-montreal} LIMIT 1",
    "one who is offered a place": "SELECT link_key FROM registration_registration WHERE state = 'offered' AND size > 1 AND event_id = {seance-familles}",
    "a family": "SELECT link_key FROM registration_registration WHERE state = 'confirmed' AND size > 1 AND event_id = {seance-familles} LIMIT 1",
    "a parent who is asked": "SELECT key FROM registration_guardian WHERE confirmed_at IS NULL LIMIT 1",
    "a party that waits": "SELECT id FROM registration_registration WHERE state = 'waiting' AND event_id = {seance-familles} LIMIT 1",
    "a sitting": "SELECT max(id) FROM agenda_sitting WHERE event_id = {formation-soirs}",
    "a certificate": "SELECT code FROM certificates_certificate WHERE withdrawn_at IS NULL AND event_id = {passe-soirs} LIMIT 1",
    "a certificate that is withdrawn": "SELECT code FROM certificates_certificate WHERE withdrawn_at IS NOT NULL LIMIT 1",
    "somebody's certificate": "SELECT key FROM certificates_certificate WHERE withdrawn_at IS NULL AND event_id = {passe-soirs} LIMIT 1",
    "its number": "SELECT id FROM certificates_certificate WHERE withdrawn_at IS NULL AND event_id = {passe-soirs} LIMIT 1",
    "a phone": "SELECT id FROM devices_device WHERE event_id = {salon-montreal} ORDER BY id LIMIT 1",
    "an applicant": "SELECT id FROM registration_registration WHERE event_id = {cohorte-regions} AND state = 'applied' ORDER BY id LIMIT 1",
    "one who was refused": "SELECT link_key FROM registration_registration WHERE event_id = {mission-abitibi} AND state = 'cancelled' LIMIT 1",
    "a seat": "SELECT id FROM registration_seat WHERE event_id = {salon-montreal} AND state = 'expected' AND person_id IS NOT NULL ORDER BY id LIMIT 1",
    "one who is asked how it was": "SELECT key FROM evaluation_asked WHERE NOT has_answered ORDER BY id DESC LIMIT 1",
    "a token": "SELECT max(id) FROM exchange_token WHERE revoked_at IS NULL",
    "an address that is told": "SELECT max(id) FROM exchange_subscription",
    "somebody": "SELECT id FROM accounts_person ORDER BY id DESC LIMIT 1",
    "somebody else": "SELECT id FROM accounts_person ORDER BY id DESC LIMIT 1 OFFSET 1",
    "a login": "SELECT user_id FROM accounts_grant WHERE role = 'organiser'",
    "own organisation": "SELECT organisation_id FROM organisations_affiliation WHERE person_id = ("
    "SELECT person_id FROM accounts_user WHERE email = 'marc-andre.gagnon@exemple.test')",
    "own affiliation": "SELECT id FROM organisations_affiliation WHERE person_id = ("
    "SELECT person_id FROM accounts_user WHERE email = 'marc-andre.gagnon@exemple.test')",
    "a membership": "SELECT id FROM membership_membership WHERE state = 'active' LIMIT 1",
    "an application": "SELECT id FROM membership_membership WHERE state = 'submitted' LIMIT 1",
}
#: Wagtail's pages have addresses of their own.
STANDARD = {
    "fr": ["campagne", "accessibilite", "renseignements-personnels", "mentions-legales", "nous-joindre"],
    "en": ["campaign", "accessibility", "privacy", "legal-notice", "contact"],
}
PUBLIC: list[Row] = [
    ("agenda:list", "?q=zzzz"),
    ("agenda:list", "?since=2027-05-01&until=2027-01-01"),
    ("agenda:archives",),
    ("agenda:event_short", "vivre-et-travailler"),  # full, online
    ("agenda:event_short", "sejour-lac"),  # cancelled
    ("agenda:event_short", "salon-drummond"),  # moved
    ("agenda:event_short", "passe-salon"),  # over
    ("agenda:event_short", "rencontre-leaders"),  # for members
    ("registration:register", "vivre-et-travailler"),  # waiting list
    ("registration:register", "rencontre-leaders"),  # refused
    ("registration:already", FAIR),
    ("registration:manage", "one who waits"),
    ("registration:manage", "one who came"),
    ("registration:change", "one with a seat"),
    ("registration:register", "seance-familles"),  # a family, ages
    ("registration:manage", "one who is offered a place"),
    ("registration:manage", "a family"),
    ("registration:decline", "one who is offered a place"),
    ("registration:party", "a family"),
    ("registration:guardian", "a parent who is asked"),
    ("certificates:ask",),
    ("certificates:check", "a certificate"),
    ("certificates:own", "somebody's certificate"),
    ("certificates:erase", "somebody's certificate"),
    ("agenda:embed_compose",),
    ("selection:mine", "one who was refused"),
    ("badges:own", "one with a seat"),
    ("evaluation:answer", "one who is asked how it was"),
    ("evaluation:thanks",),
    ("needs:answer", "one who is asked"),
    ("needs:answer", "one who wishes"),
    ("needs:totals", "whoever cooks"),
    ("announcements:own", "one who was written to"),
    ("questions:answer", "one who answered"),
    ("registration:register", "seance-est"),  # with questions
    ("registration:register", "seance-a-distance"),  # by invitation
    ("membership:list",),
]
STAFF: dict[str, list[Row]] = {
    "organiser": [
        ("agenda:create",),
        ("agenda:manage_event", FAIR),
        ("agenda:manage_event", DRAFT),
        ("agenda:edit", FAIR),
        ("agenda:publish", DRAFT),
        ("agenda:cancel", FAIR),
        ("agenda:move", FAIR),
        ("agenda:duplicate", FAIR),
        ("agenda:discard", DRAFT),
        ("doors:registration", FAIR, "somebody registered"),
        ("doors:cancel", FAIR, "somebody registered"),
        ("doors:paper", FAIR),
        ("registration:line", "seance-familles"),
        ("registration:out_of_turn", "seance-familles", "a party that waits"),
        ("registration:capacity", "seance-familles"),
        ("registration:terms", "seance-familles"),
        ("agenda:import",),
        ("agenda:sittings", SERIES),
        ("agenda:sitting", SERIES, "a sitting"),
        ("agenda:move_sitting", SERIES, "a sitting"),
        ("agenda:end_sitting", SERIES, "a sitting"),
        ("doors:grid", SERIES),
        ("certificates:manage", "passe-soirs"),
        ("certificates:withdraw", "passe-soirs", "its number"),
        ("devices:devices", FAIR),
        ("devices:device", FAIR, "a phone"),
        ("needs:prepare", FAIR),
        ("announcements:index", WRITTEN),
        ("announcements:compose", FAIR),
        ("announcements:one", WRITTEN, "a message"),
        ("announcements:one", WRITTEN, "a draft"),
        ("announcements:edit", WRITTEN, "a draft"),
        ("announcements:reminders", WRITTEN),
        ("questions:questions", "seance-est"),
        ("questions:add", "seance-est", "?kind=choice"),
        ("questions:edit", "seance-est", "a question"),
        ("questions:preview", "seance-est"),
        ("gates:gates", "formation-francophones"),
        ("gates:let_in", "formation-francophones"),
        ("gates:invitations", "seance-a-distance"),
        ("selection:applications", READ),
        ("selection:application", READ, "an applicant"),
        ("selection:grid", READ),
        ("selection:reserve", READ),
        ("selection:results", READ),
        ("selection:letters", TOLD),
        ("doors:walk_in", FAIR),
        ("badges:manage", FAIR),
        ("badges:one", FAIR, "a seat"),
        ("evaluation:manage", OVER),
        ("evaluation:questions", FAIR),
        ("report:show", OVER),
        ("report:show", FAIR),  # too early
        ("exchange:index",),
        ("exchange:interface",),
        ("exchange:new_token",),
        ("exchange:revoke", "a token"),
        ("exchange:subscribe",),
        ("exchange:subscription", "an address that is told"),
        ("exchange:change_key", "an address that is told"),
        ("exchange:end", "an address that is told"),
        ("doors:live", DRAFT),  # nobody yet
        ("doors:registrations", DRAFT),  # nobody yet
    ],
    "door_staff": [],
    "employer_contact": [
        ("organisations:detail", "own organisation"),
        ("organisations:edit", "own organisation"),
        ("organisations:invite", "own organisation"),
        ("organisations:affiliate", "own organisation"),
        ("organisations:affiliation_end", "own organisation", "own affiliation"),
    ],
    "network_coordinator": [
        ("organisations:create",),
        ("membership:start",),
        ("membership:terms",),
        ("membership:detail", "a membership"),
        ("membership:detail", "an application"),
    ],
    "analyst": [("indicators:detail", "4.1-a"), ("indicators:detail", "1.1-a")],
    "privacy_officer": [("privacy:search", "?q=haddad"), ("privacy:merge", "somebody", "somebody else")],
    "administrator": [("accounts:login", "a login")],
}
#: What the side navigation of somebody leads to.
REACHED_BY_LINKS = {"agenda:manage_list", "doors:mine", "indicators:list", "membership:work", "organisations:list",
                    "privacy:register"}  # fmt: skip
#: Their workspace is part of one above: its links are followed, no more.
MORE_STAFF = ["executive", "regional_officer", "programme_coordinator", "editor", "director"]
OWN: list[Row] = [("registration:mine",), ("announcements:mine",), ("privacy:doubles",)]
#: Pages that follow from another, in the tests of those steps below.
FOLLOWED = {"account_email_verification_sent", "account_reauthenticate", "account_confirm_login_code",
            "account_confirm_password_reset_code", "mfa_authenticate", "accounts:second_factor_wanted", "mfa_activate_totp", "mfa_generate_recovery_codes", "mfa_add_webauthn",
            "mfa_view_recovery_codes", "organisations:invitation"}  # fmt: skip
HELD_ELSEWHERE = {
    "test_whole_way": {"agenda:event", "registration:ticket", "registration:cancel", "wagtail_serve"},
    "test_accounts": {"account_login", "account_request_login_code", "account_signup", "account_reset_password",
                      "mfa_list_webauthn", "account_logout", "accounts:mine", "account_email",
                      "account_change_password", "usersessions_list", "mfa_index", "accounts:logins", "accounts:access"},
    "test_door": {"doors:door", "doors:live", "doors:registrations", "doors:passes"},
    "test_messages": {"announcements:keep_list", "announcements:stop"},
    "test_gallery": {"core:gallery"},
    "test_selection": {"selection:tell"},
    "test_devices": {"door_app:page"},
    "test_people_way": {"pool:my_handover", "follow_up:link"},
}  # fmt: skip
#: Files, forms that only send, parts of a page, addresses that lead elsewhere.
NO_PAGE = {
    "core:workspace", "front_door", "reference:occupations", "registration:my_one", "accounts:code_again", "accounts:go_on", "timetable:feed", "sitemap", "robots", "favicon", "closed_in_editor", "restricted_page_sign_in",
    "agenda:feed", "agenda:event_ics", "agenda:unpublish", "registration:ticket_pdf", "registration:ticket_ics",
    "doors:choose", "doors:scan", "doors:undo", "doors:door_search", "doors:counts", "doors:live_part", "doors:take_pass",
    "questions:withdraw", "questions:own_file", "questions:file", "questions:switch", "questions:move", "gates:open",
    "gates:remove", "gates:take_back", "gates:send", "gates:share", "gates:close_shared", "gates:again", "gates:withdraw",
    *(f"api:{name}" for name in ("openapi", "events", "event", "registrations", "registration", "cancel", "waiting_list", "offers", "check_in", "undo", "nothing")),
    "selection:decide", "selection:decide_one", "badges:sheets", "badges:printed", "evaluation:want", "evaluation:export", "report:pdf",
    "exchange:ping", "exchange:pause", "exchange:resume", "exchange:send_again",
    "needs:withdraw", "needs:open_totals", "needs:close_totals",
    "registration:accept", "registration:all_tickets", "registration:take_back",
    "agenda:embed_data", "agenda:embed_frame", "agenda:export", "agenda:import_carry_out", "agenda:import_done", "agenda:import_model",
    "agenda:import_plan", "agenda:news", "agenda:share_picture", "agenda_script",
    "certificates:issue", "certificates:pdf", "doors:export_grid",
    "devices:code", "devices:device_part", "devices:part", "devices:revoke", "devices:settle",
    "door_app:enrol", "door_app:leave", "door_app:list", "door_app:manifest", "door_app:scans", "door_app:search", "door_app:worker",
    "announcements:send", "announcements:discard", "announcements:drop_list", "announcements:own_part",
    "doors:search", "doors:export", "doors:resend", "doors:attendance", "indicators:export", "membership:listing",
    "organisations:invitation_again", "organisations:invitation_withdraw", "privacy:answer",
    "accounts:grant", "accounts:revoke", "accounts:ask_reset", "accounts:answer_reset",
    "mfa_login_webauthn", "mfa_download_recovery_codes", "wagtailcore_authenticate_with_password",
}  # fmt: skip
#: allauth's, on the same three templates as their neighbours above.
LIKE_OTHERS = {
    "account_inactive", "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "account_set_password",
    "account_complete_password_reset", "account_password_reset_completed", "mfa_deactivate_totp", "mfa_edit_webauthn",
    "mfa_remove_webauthn",
}  # fmt: skip
DARK: list[Row] = [
    ("agenda:list",),
    ("agenda:event_short", "salon-drummond"),
    ("registration:register", "vivre-et-travailler"),
    ("registration:manage", "one who waits"),
    ("membership:list",),
    ("account_login",),
]
DARK_STAFF: list[Row] = [
    ("agenda:manage_list",),
    ("agenda:manage_event", FAIR),
    ("agenda:create",),
    ("doors:live", FAIR),
    ("doors:registrations", FAIR),
]
