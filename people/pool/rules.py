"""Who may see what of the pool."""

from people.accounts.models import Role

#: Who sees the partners' counts: those who meet, send or welcome candidates, and those who coordinate them.
PARTNERS = (
    Role.EMPLOYER_CONTACT,
    Role.EXECUTIVE,
    Role.CASEWORKER,
    Role.REGIONAL_OFFICER,
    Role.ORGANISER,
    Role.NETWORK_COORDINATOR,
    Role.PROGRAMME_COORDINATOR,
)
