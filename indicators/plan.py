"""The 35 indicators of the plan and the major one, each with where its number comes from. Source: DOMAIN, section 2."""

from django.utils.translation import gettext_lazy as _

from indicators.registry import Awaited, Entered, Partly, indicator


# ------------------------------------------------------------------ the major indicator
@indicator
class EmploymentRate(Entered):
    code = "MAJ"
    counted = _(
        "From the Labour Force Survey, by sex, age and length of residence; never from the platform's own people."
    )


# ------------------------------------------------------------------ 1: openness
@indicator
class KnowledgeOfImmigration(Entered):
    code = "1.1-a"
    counted = _(
        "A survey: wave, sample, margin and wording of the question are kept with it. Visits to pages never replace it."
    )


# ------------------------------------------------------------------ 2: into employment (2.6-a, 2.6-b: indicators.pairing)
@indicator
class AccompaniedFromAbroad(Entered):
    code = "2.1-a"


@indicator
class TrainedFrenchSpeakers(Partly):
    code = "2.2-a"
    counted = _("People present at sessions of this track, plus the partners' figure.")


@indicator
class TrainedInFrenchClasses(Partly):
    code = "2.2-b"
    counted = _("People present at sessions of this track, plus the partners' figure.")


@indicator
class FollowedByEmploiQuebec(Entered):
    code = "2.3-a"


@indicator
class EmployedAfterFollowUp(Entered):
    code = "2.3-b"


@indicator
class ExperiencedInRegulatedProfessions(Entered):
    code = "2.4-a"


@indicator
class EmployedAfterExperience(Entered):
    code = "2.4-b"


@indicator
class FullyRecognisedAfterExperience(Entered):
    code = "2.4-c"


@indicator
class EnterprisesWithPriime(Entered):
    code = "2.5-a"


@indicator
class HiredWithPriime(Entered):
    code = "2.5-b"


@indicator
class RetainedAfterPriime(Entered):
    code = "2.5-c"
    counted = _("The rate says after how many months: 3, 6 or 12.")


@indicator
class HelpedIntoPublicService(Entered):
    code = "2.7-a"


# ------------------------------------------------------------------ 3: together
@indicator
class EnterprisesInTheNetwork(Awaited):
    code = "3.1-a"
    counted = _("Enterprises with an active membership on 31 March; several leaders of one enterprise count once.")


@indicator
class EnterprisesReached(Awaited):
    code = "3.2-a"
    counted = _("Enterprises with a dated contact: training attended, coaching, or a tool taken while signed in.")


@indicator
class PublicBodiesReached(Awaited):
    code = "3.2-b"
    counted = _(
        "Ministries and bodies with a dated contact: training attended, coaching, or a tool taken while signed in."
    )


@indicator
class ProjectsSupported(Partly):
    code = "3.3-a"


@indicator
class ParticipantsOfProjects(Partly):
    code = "3.3-b"


@indicator
class EmployedAfterProjects(Partly):
    code = "3.3-c"


# ------------------------------------------------------------------ 4: the labour employers need (4.1-a: indicators.sessions)
@indicator
class HelpedIntoRegions(Awaited):
    code = "4.1-b"
    counted = _("People present at a stay or a fair, interviewed, or paid an allowance in the year, each once.")


@indicator
class SettledInRegions(Awaited):
    code = "4.1-c"
    counted = _(
        "People whose dated follow-up says that they live and work in the region, after a stay, a fair or an interview."
    )


@indicator
class PostsFilledByImmigration(Partly):
    code = "4.2-a"
    counted = _("Both numbers are kept: accompanied employers, and those of them who filled a post.")


@indicator
class OffersFromAbroad(Entered):
    code = "4.3-a"


@indicator
class PriorityApplications(Entered):
    code = "4.4-a"


@indicator
class OffersToPriorityCandidates(Entered):
    code = "4.4-b"


@indicator
class DelayOfPriorityApplications(Entered):
    code = "4.4-c"
    counted = _("The unit, and whether it is a mean or a median, are kept with it.")


@indicator
class GrowthOfPermanentApplications(Entered):
    code = "4.5-a"
    counted = _("A growth needs its base year: both values are kept.")


# ------------------------------------------------------------------ 5: partners
@indicator
class QualityOfServices(Entered):
    code = "5.1-a"
    counted = _("A text, with a score if there is one; no number is forced out of it.")


@indicator
class NewcomersAccompanied(Entered):
    code = "5.1-b"
    counted = _("Numerator and denominator are both kept.")


@indicator
class ProjectsFunded(Partly):
    code = "5.1-c"


@indicator
class SettledOutsideMontreal(Entered):
    code = "5.2-a"
    counted = _("Numerator and denominator are both kept, by region; which metropolitan area is meant is said with it.")


@indicator
class GroupsWithAgreements(Partly):
    code = "5.2-b"
    counted = _("Groups and bodies that signed an agreement or a project, by region.")
