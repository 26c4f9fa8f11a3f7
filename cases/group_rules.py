"""What a group, its members and its assignments must be, and what to warn of. Pure, in words.

The warnings are after the guide (domain.md §1.3 and §1.5): a start-up group whose members may
decide for their organisations and where the company is represented; a steering group of five to
seven with mandate and a chair. And after the evaluations: unclear roles and mandates
(Tillväxtanalys, PM 2022-03-29) and work that hangs on one person (domain.md §1.3, item 14).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from cases.group_kinds import LEADING, THE_GROUP, WITHOUT_VOTE, ActorKind, GroupKind, GroupRole

MOST_IN_STEERING = 7


@dataclass(frozen=True)
class MemberFacts:
    """A member as the rules see one; only those who sit in the group now."""

    name: str
    organisation: str
    kind: ActorKind
    role: GroupRole
    has_mandate: bool = False
    deputy: str = ""
    has_left: bool = False

    @property
    def words(self) -> str:
        return f"{self.name} ({self.organisation})"


@dataclass(frozen=True)
class AssignmentFacts:
    """Something to be produced, and who answers for it; `responsible` sits in the group now or is None."""

    title: str
    responsible: MemberFacts | None = None
    former: str = ""


@dataclass(frozen=True)
class GroupFacts:
    """A group that is at work, with its members and what is not done yet of what it is to produce."""

    kind: GroupKind
    name: str
    members: Sequence[MemberFacts] = ()
    assignments: Sequence[AssignmentFacts] = ()

    @property
    def the_group(self) -> str:
        """The group in running text: styrgruppen, or its own name."""
        return THE_GROUP[self.kind] if self.name == self.kind.label else self.name


def blockers_to_change_groups(*, is_closed: bool) -> Iterator[str]:
    """A closed case takes no new groups, members or assignments (product.md, decision 9)."""
    if is_closed:
        yield "Ärendet är avslutat. Öppna det igen för att ändra i grupperna."


def blockers_to_group(
    *, name: str, began_on: date, ended_on: date | None, taken: bool, today: date
) -> Iterator[str]:
    """A group has a name of its own in the case, and was formed before it ended."""
    if not name.strip():
        yield "Skriv vad gruppen heter."
    if taken:
        yield f"Det finns redan en grupp som heter {name}. Ge den här ett eget namn."
    if began_on > today:
        yield "Dagen då gruppen bildades ligger i framtiden."
    yield from _blockers_to_period(began_on, ended_on)


def blockers_to_member(
    *,
    name: str,
    organisation: str,
    has_mandate: bool,
    mandate: str,
    began_on: date,
    ended_on: date | None,
    sits_already: bool,
) -> Iterator[str]:
    """A member has a name and an organisation and sits once; what a mandate covers needs a mandate."""
    if not name.strip():
        yield "Skriv vad personen heter."
    if not organisation.strip():
        yield "Skriv vilken organisation personen kommer från."
    if mandate and not has_mandate:
        yield "Kryssa i att personen har mandat, eller ta bort vad mandatet gäller."
    if sits_already:
        yield f"{name} är redan med i gruppen."
    yield from _blockers_to_period(began_on, ended_on)


def blockers_to_assignment(
    *, title: str, taken: bool, is_of_group: bool, done_on: date | None, today: date
) -> Iterator[str]:
    """An assignment is named once in its group, is answered for by a member, and is done by today."""
    if not title.strip():
        yield "Skriv vilken analys eller plan det gäller."
    if taken:
        yield f"Gruppen har redan {title}."
    if not is_of_group:
        yield "Den som ansvarar ska sitta i gruppen."
    if done_on and done_on > today:
        yield "Dagen då den blev klar ligger i framtiden."


def _blockers_to_period(began_on: date, ended_on: date | None) -> Iterator[str]:
    if ended_on and ended_on < began_on:
        yield "Till-dagen ligger före från-dagen."


def warnings(groups: Sequence[GroupFacts], *, company: str) -> Iterator[str]:
    """What is weak in how the work is organised, in words; never a reason to stop."""
    if not groups:
        return
    for group in groups:
        yield from _about_members(group)
        yield from _about_assignments(group)
    everyone = [member for group in groups for member in group.members]
    if not any(represents(member, company) for member in everyone):
        yield f"Företaget {company} är inte representerat i någon grupp."
    yield from _about_one_person(groups)


def represents(member: MemberFacts, company: str) -> bool:
    """Whether the member comes from the company of the case, by name; AB and case set aside."""
    ours, theirs = _plain(company), _plain(member.organisation)
    if member.kind != ActorKind.COMPANY or not ours or not theirs:
        return False
    return f" {ours} " in f" {theirs} " or f" {theirs} " in f" {ours} "


def _about_members(group: GroupFacts) -> Iterator[str]:
    start = group.the_group[:1].upper() + group.the_group[1:]
    if not group.members:
        yield f"{start} har inga medlemmar."
        return
    led = any(member.role in LEADING for member in group.members)
    if group.kind != GroupKind.REFERENCE and not led:
        yield f"{start} har ingen ordförande."
    if group.kind == GroupKind.STEERING:
        voting = [member for member in group.members if member.role not in WITHOUT_VOTE]
        if len(voting) > MOST_IN_STEERING:
            yield (
                f"{start} har {len(voting)} ledamöter. Fem till sju är lagom, "
                "så att den kan kallas samman snabbt."
            )
        if without := [member.words for member in voting if not member.has_mandate]:
            yield f"Saknar mandat i {group.the_group}: {', '.join(without)}."
    elif group.kind == GroupKind.START_UP and not any(m.has_mandate for m in group.members):
        yield f"Ingen i {group.the_group} har mandat att besluta för sin organisation."
    for member in group.members:
        if member.has_left:
            yield f"{member.words} har slutat men sitter kvar i {group.the_group}."


def _about_assignments(group: GroupFacts) -> Iterator[str]:
    for assignment in group.assignments:
        who = assignment.responsible
        if assignment.former:
            yield f"{assignment.former} ansvarar för {assignment.title} men är inte längre med."
        elif who is None:
            yield f"Ingen ansvarar för {assignment.title}."
        elif not who.deputy:
            yield f"{who.words} är ensam ansvarig för {assignment.title} och har ingen ersättare."


def _about_one_person(groups: Sequence[GroupFacts]) -> Iterator[str]:
    answers = [a.responsible for g in groups for a in g.assignments if a.responsible]
    if len(answers) > 1 and len({who.words for who in answers}) == 1:
        yield f"{answers[0].words} ansvarar ensam för allt som ska tas fram."


def _plain(name: str) -> str:
    words = re.findall(r"\w+", name.casefold())
    return " ".join(word for word in words if word not in {"ab", "aktiebolag", "publ"})
