"""Addresses of what caseworkers and coordinators do. A file is named by its number, never by a name."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from people.participants.views.staff import (
    closing,
    consents,
    coordinating,
    entering,
    letters,
    linking,
    papers,
    requests,
    taking,
)

patterns = [
    path(pgettext_lazy("url", "manage/people/new/"), entering.enter, name="staff_enter"),
    path(pgettext_lazy("url", "manage/files/<str:reference>/step/<slug:code>/"), entering.step, name="staff_step"),
    path(pgettext_lazy("url", "manage/files/<str:reference>/take/"), taking.take, name="staff_take"),
    path(pgettext_lazy("url", "manage/files/<str:reference>/close/"), closing.close, name="staff_close"),
    path(pgettext_lazy("url", "manage/files/<str:reference>/open/"), closing.open_again, name="staff_open"),
    path(pgettext_lazy("url", "manage/accounts-to-link/<int:pk>/"), linking.link, name="staff_link"),
    path(pgettext_lazy("url", "manage/files/<str:reference>/note/"), papers.note, name="staff_note"),
    path(pgettext_lazy("url", "manage/notes/<int:pk>/"), papers.note_amend, name="staff_note_amend"),
    path(
        pgettext_lazy("url", "manage/files/<str:reference>/document/"), papers.document_add, name="staff_document_add"
    ),
    path(pgettext_lazy("url", "manage/files/<str:reference>/card/"), papers.card, name="staff_card"),
    path(pgettext_lazy("url", "manage/documents/<int:pk>/"), papers.document, name="staff_document"),
    path(
        pgettext_lazy("url", "manage/documents/<int:pk>/remove/"), papers.document_remove, name="staff_document_remove"
    ),
    path(pgettext_lazy("url", "manage/files/<str:reference>/ask/"), requests.ask, name="staff_ask"),
    path(pgettext_lazy("url", "manage/requests/<int:pk>/decide/"), requests.decide, name="staff_decide"),
    path(pgettext_lazy("url", "manage/requests/<int:pk>/pool/"), requests.put_in_pool, name="staff_put_in_pool"),
    path(pgettext_lazy("url", "manage/requests/<int:pk>/out/"), requests.take_out, name="staff_take_out"),
    path(pgettext_lazy("url", "manage/requests/<int:pk>/again/"), requests.ask_again, name="staff_ask_again"),
    path(pgettext_lazy("url", "manage/requests/<int:pk>/end/"), requests.end, name="staff_end"),
    path(pgettext_lazy("url", "manage/files/<str:reference>/consents/"), consents.consent_list, name="staff_consents"),
    path(
        pgettext_lazy("url", "manage/files/<str:reference>/consents/sheet/"),
        consents.consent_sheet,
        name="staff_consent_sheet",
    ),
    path(
        pgettext_lazy("url", "manage/files/<str:reference>/consents/<str:purpose>/withdraw/"),
        consents.consent_withdraw,
        name="staff_consent_withdraw",
    ),
    path(pgettext_lazy("url", "manage/letters/"), letters.letter_list, name="staff_letters"),
    path(pgettext_lazy("url", "manage/letters/print/"), letters.letters_print, name="staff_letters_print"),
    path(pgettext_lazy("url", "manage/letters/printed/"), letters.letters_printed, name="staff_letters_printed"),
    path(pgettext_lazy("url", "manage/letters/<int:pk>/"), letters.letter, name="staff_letter"),
    path(pgettext_lazy("url", "manage/files-to-take/"), taking.intake, name="staff_intake"),
    path(pgettext_lazy("url", "manage/intake/"), coordinating.shares, name="staff_shares"),
    path(pgettext_lazy("url", "manage/intake/<int:pk>/"), coordinating.requests, name="staff_requests"),
    path(pgettext_lazy("url", "manage/intake/<int:pk>/share-out/"), coordinating.share_out, name="staff_share_out"),
    path(pgettext_lazy("url", "manage/intake/request/<int:pk>/"), coordinating.reassign, name="staff_reassign"),
    path(pgettext_lazy("url", "manage/writing/"), coordinating.writing_rules, name="staff_writing"),
    path(pgettext_lazy("url", "manage/writing/<int:pk>/"), coordinating.writing_rule, name="staff_writing_rule"),
]
