"""``/fr/mes-jumelages/…`` for the two people of a match, ``/fr/gestion/jumelages/…`` for staff."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from network.pairing.matches.views import agreeing, links, mine, noting, staff

app_name = "matches"

urlpatterns = [
    # the two people
    path(pgettext_lazy("url", "my-matches/"), mine.home, name="home"),
    path(pgettext_lazy("url", "my-matches/<int:pk>/"), mine.match, name="match"),
    path(pgettext_lazy("url", "my-matches/<int:pk>/agreement/"), agreeing.agreement, name="agreement"),
    path(pgettext_lazy("url", "my-matches/<int:pk>/agreement/change/"), agreeing.edit, name="edit"),
    path(pgettext_lazy("url", "my-matches/<int:pk>/agreement/sign/"), agreeing.sign, name="sign"),
    path(pgettext_lazy("url", "my-matches/<int:pk>/agreement/unsign/"), agreeing.unsign, name="unsign"),
    path(pgettext_lazy("url", "my-matches/<int:pk>/agreement/new-version/"), agreeing.new_version, name="new_version"),
    path(pgettext_lazy("url", "my-matches/<int:pk>/agreement/drop/"), agreeing.drop, name="drop"),
    path(pgettext_lazy("url", "my-matches/<int:pk>/agreement.pdf"), agreeing.document, name="document"),
    path(pgettext_lazy("url", "my-matches/<int:pk>/goals/<int:rank>/"), noting.tick, name="tick"),
    path(pgettext_lazy("url", "my-matches/<int:pk>/telephone/"), mine.phone, name="phone"),
    path(pgettext_lazy("url", "my-matches/<int:pk>/days/"), mine.days, name="days"),
    path(pgettext_lazy("url", "my-matches/<int:pk>/card/"), mine.card, name="card"),
    path(pgettext_lazy("url", "my-matches/<int:pk>/logbook/"), noting.logbook, name="logbook"),
    path(pgettext_lazy("url", "my-matches/<int:pk>/logbook/share/"), noting.share, name="share"),
    path(pgettext_lazy("url", "my-matches/<int:pk>/end/"), mine.end, name="end"),
    path(pgettext_lazy("url", "my-matches/<int:pk>/resume/"), mine.resume, name="resume"),
    path(pgettext_lazy("url", "my-matches/reviews/<int:pk>/"), noting.review, name="review"),
    # staff
    path(pgettext_lazy("url", "manage/matches/"), staff.matches, name="list"),
    path(pgettext_lazy("url", "manage/matches/<int:pk>/"), staff.match, name="staff_match"),
    path(pgettext_lazy("url", "manage/matches/<int:pk>/agreement/"), staff.edit, name="staff_edit"),
    path(
        pgettext_lazy("url", "manage/matches/<int:pk>/agreement/new-version/"),
        staff.new_version,
        name="staff_new_version",
    ),
    path(pgettext_lazy("url", "manage/matches/<int:pk>/agreement.pdf"), staff.document, name="staff_document"),
    path(pgettext_lazy("url", "manage/matches/<int:pk>/days/"), staff.days, name="staff_days"),
    path(pgettext_lazy("url", "manage/matches/<int:pk>/end/"), staff.end, name="staff_end"),
    path(pgettext_lazy("url", "manage/matches/<int:pk>/resume/"), staff.resume, name="staff_resume"),
    path(pgettext_lazy("url", "manage/matches/<int:pk>/complete/"), staff.complete, name="complete"),
    path(pgettext_lazy("url", "manage/matches/links/"), links.editions, name="link_editions"),
    path(pgettext_lazy("url", "manage/matches/links/<int:edition_pk>/"), links.links, name="links"),
    path(pgettext_lazy("url", "manage/matches/links/<int:pk>/remove/"), links.remove, name="link_remove"),
]
