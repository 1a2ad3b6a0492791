"""Somebody at the form to register: the page is opened first, so that the answer alone can be measured."""

import uuid

import httpx

from bench import house
from tests.load.rush import hidden_fields


class Registering:
    """People who opened the form before the clock started: only their POST is measured."""

    def __init__(self, place: house.House, form: str) -> None:
        self.place, self.form = place, form

    def cpu_ms(self, times: int) -> float:
        waiting = [self.visitor() for _number in range(times)]
        return house.cpu_ms(self.place, lambda number: self.post(*waiting[number]), times)

    def visitor(self) -> tuple[httpx.Client, dict[str, str]]:
        browser = httpx.Client(base_url=self.place.url)
        page = browser.get(self.form)
        name = uuid.uuid4().hex
        answers = {
            "name": f"Visiteuse {name[:8]}",
            "email": f"{name}@exemple.test",
            "language": "fr",
            "wants_reminder": "on",
        }
        return browser, hidden_fields(page.text) | answers

    def post(self, browser: httpx.Client, answers: dict[str, str]) -> None:
        answer = browser.post(self.form, data=answers, headers={"Referer": self.place.url + self.form})
        assert answer.status_code == 302, answer.status_code
        browser.close()
