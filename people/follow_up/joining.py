"""Two Persons turn out to be one: their tracks come together in the file that stays, before the other one goes."""

from people.accounts.models import Person
from people.follow_up.models import Declined, FollowUp, Track
from people.participants.joining import files_to_join


def merge_tracks(keep: Person, gone: Person) -> None:
    """All tracks move to the file that stays. Of two that one fact called for, an answer is kept over an open question.

    Whoever declined under one of the two entries is asked under neither.
    """
    pair = files_to_join(keep, gone)
    if pair is None:
        return
    stays, other = pair
    held = {track.origin: track for track in Track.objects.filter(case_file=stays)}
    for track in Track.objects.filter(case_file=other):
        twin = held.get(track.origin)
        if twin is None:
            Track.objects.filter(pk=track.pk).update(case_file=stays)
        else:
            _join(twin, track)
    if Declined.objects.filter(case_file__in=[stays, other]).exists():
        Declined.objects.get_or_create(case_file=stays)
        Declined.objects.filter(case_file=other).delete()
        FollowUp.objects.filter(track__case_file=stays, state__in=FollowUp.OPEN).update(
            state=FollowUp.State.CANCELLED, end_reason=FollowUp.Ended.DECLINED, nonce="", token_hash=None
        )


def _join(twin: Track, track: Track) -> None:
    there = {row.months: row for row in twin.follow_ups.all()}
    for row in track.follow_ups.all():
        same = there.get(row.months)
        if same is not None and (same.is_answered or not row.is_answered):
            continue
        if same is not None:
            same.delete()
        row.track = twin
        row.save(update_fields=["track"])
    track.delete()
