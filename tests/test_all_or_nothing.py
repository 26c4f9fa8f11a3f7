"""A server killed in the middle of any action leaves all of it or none of it."""

import importlib
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.models import Organisation, OrganisationKind, User
from accounts.permissions import Role
from cases import actions as case_actions
from cases import first_step_actions, sharing
from cases.contact_actions import ActorFacts
from cases.document_actions import ChosenFile
from cases.group_actions import AssignmentFacts, GroupFacts
from cases.group_kinds import ActorKind, GroupKind, GroupRole
from cases.models import Case, Contact, Document
from cases.states import State as CaseState
from cases.states import Visibility
from core.models import JobRun, JobState
from figures.assessment_records import Judgement
from figures.clock_kinds import DateKind
from figures.feed_secret import hash_of, new_secret
from figures.indicator_actions import Observed
from figures.models import SelfGrade
from figures.outcome_actions import FundingFacts
from figures.supplier_actions import SupplierFacts
from figures.supplier_states import SupplierState
from guide.phases import Phase
from library import queries as library_queries
from logbook.models import LogEntry
from logbook.preparing import prepare
from measures import actions as measure_actions
from measures.models import MainActivity, Measure
from measures.states import State as MeasureState
from preparedness.actions import EmployerFacts, PlanFacts, PlanGroupFacts, PlannedSeat
from preparedness.models import PlanGroup, PlanMember
from reminders.actions import MeetingDays
from reports import actions as report_actions
from reports.model import Kind
from reports.models import Issued
from reports.plan_actions import Adoption
from reports.settings_actions import Settled
from sheets.matching import Matching
from sheets.models import StagedFile
from tests import (
    files,
    make,
    make_archive,
    make_county,
    make_document,
    make_library,
    make_preparedness,
    make_reminders,
    make_report,
)
from tests.crash import assert_all_or_nothing
from tests.test_architecture import APPS


@dataclass
class Scene:
    """A case with a little of everything, and who is around it."""

    case: Case
    alice: User
    rolf: User
    norrby: Organisation
    soderby: Organisation
    measure: Measure
    activity: MainActivity
    second_activity: MainActivity
    entry: LogEntry

    def case_facts(self) -> case_actions.CaseFacts:
        return make.facts(self.alice, title="Annat", affected=12)

    def report(self) -> Issued:
        """An issued report whose PDF is not made yet."""
        return report_actions.issue_report(
            case=self.case, request=make.report_request(), actor=self.alice, at=make.now()
        )

    def report_that_failed(self) -> Issued:
        report = self.report()
        JobRun.objects.update(state=JobState.FAILED)
        return report

    def document(self) -> Document:
        return make_document.document(self.case, by=self.alice)

    def planned_group(self) -> PlanGroup:
        return make_preparedness.group(self.norrby, by=self.alice)

    def planned_member(self) -> PlanMember:
        return make_preparedness.member(self.planned_group(), self.rolf, by=self.alice)

    def exercise_to_erase(self) -> dict[str, Any]:
        exercise = make.exercise(self.norrby, by=self.alice)
        return {"case": exercise, "written": exercise.number, "once": uuid.uuid4()}

    def contact_who_left(self) -> Contact:
        ended_on = make.today() - timedelta(days=365)
        return make.contact(self.norrby, by=self.alice, ended_on=ended_on)

    def waiting_question(self) -> str:
        """One of the guide's questions that waits for someone."""
        return case_actions.assign_question(
            case=self.case,
            question="1-right-people",
            person=self.rolf,
            due_on=make.today(),
            actor=self.alice,
            at=make.now(),
        ).question

    def step_set_aside(self) -> str:
        return first_step_actions.set_first_step_aside(
            case=self.case, key="who-to-call", reason="Alla vet", actor=self.alice, at=make.now()
        ).key

    def case_with_the_list_away(self) -> Case:
        first_step_actions.put_first_steps_away(case=self.case, actor=self.alice, at=make.now())
        return self.case

    def suggestion(self) -> SelfGrade:
        pace = Judgement(grade=2, reason="Sent", suggestion="Öva")
        said = make.judgements(PACE=pace)
        year = make.assessment(self.case, make.today().year, said, by=self.alice, agreed=True)
        return year.grades.get(indicator="PACE")

    def staged(self) -> StagedFile:
        """A file under way, with an entry of a measure that is not in the plan."""
        return make.staged_file(
            self.case,
            ("Datum", "Vad", "Insats", "Huvudaktivitet"),
            ("2026-03-01", "Möte", "Validering", "Prov"),
            by=self.alice,
            places={"validering": "new:INDIVIDUAL"},
        )

    def import_of_a_new_measure(self) -> dict[str, Any]:
        return make.import_arguments(self.staged(), by=self.alice)

    def story_to_publish(self) -> dict[str, Any]:
        case = make.closed(self.case, by=self.alice)
        words = make_library.words(case, measures=())
        seal = library_queries.build_story(case, words).seal
        return {"case": case, "words": words, "seal": seal, "once": uuid.uuid4()}

    def session(self) -> UserSession:
        Session.objects.create(session_key="k" * 32, session_data="", expire_date=timezone.now())
        return UserSession.objects.create(
            user=self.alice, ip="127.0.0.1", session_key="k" * 32, user_agent="test"
        )


@pytest.fixture
def scene(
    case: Case,
    alice: User,
    rolf: User,
    norrby: Organisation,
    soderby: Organisation,
) -> Scene:
    measure = make.measure(case, by=alice)
    make.measure(case, by=alice, title="En insats till")
    activity = make.activity(measure, by=alice)
    second = make.activity(measure, by=alice, title="Besök")
    entry = make.entry(
        case, by=alice, next_step="Ring", next_step_on=make.today(), next_step_by=alice
    )
    return Scene(case, alice, rolf, norrby, soderby, measure, activity, second, entry)


def finished(scene: Scene) -> MainActivity:
    return measure_actions.finish_main_activity(
        activity=scene.activity, on=make.today(), actor=scene.alice, at=make.now()
    )


# What each action is called with, besides `actor` and `at`.
ARGUMENTS: dict[str, Callable[[Scene], dict[str, Any]]] = {
    "accounts.invite_member": lambda s: {
        "organisation": s.norrby,
        "email": "ny@norrby.example",
        "name": "Ny Nilsson",
        "role": Role.CASE_OFFICER,
        "once": uuid.uuid4(),
    },
    "accounts.give_role": lambda s: {
        "user": s.rolf,
        "organisation": s.norrby,
        "role": Role.ADMIN,
        "once": uuid.uuid4(),
    },
    "accounts.end_membership": lambda s: {"membership": s.rolf.memberships.get()},
    "accounts.change_own_details": lambda s: {"name": "Alice Ny", "phone": "070-123 45 67"},
    "accounts.use_shortcuts": lambda s: {"on": False},
    "accounts.end_session": lambda s: {"session": s.session()},
    "accounts.end_other_sessions": lambda s: {"but": s.session().session_key[:-1]},
    "accounts.add_organisation": lambda s: {"name": "Almi Väst", "kind": OrganisationKind.PARTNER},
    "cases.open_case": lambda s: {
        "municipality": s.norrby,
        "facts": make.facts(s.alice),
        "visibility": Visibility.RESTRICTED,
        "once": uuid.uuid4(),
    },
    "cases.change_case": lambda s: {"case": s.case, "seen_version": 1, "facts": s.case_facts()},
    "cases.move_to_phase": lambda s: {"case": s.case, "to": Phase.ANALYSE, "reason": "Bråttom"},
    "cases.answer_question": lambda s: {
        "case": s.case,
        "question": "1-right-people",
        "text": "Ja",
        "once": uuid.uuid4(),
    },
    "cases.assign_question": lambda s: {
        "case": s.case,
        "question": "1-right-people",
        "person": s.rolf,
        "due_on": make.today(),
    },
    "cases.tick_first_step": lambda s: {
        "case": s.case,
        "key": "who-to-call",
        "wording": make.wording("Ringde facket"),
        "once": uuid.uuid4(),
    },
    "cases.set_first_step_aside": lambda s: {
        "case": s.case,
        "key": "who-to-call",
        "reason": "Alla vet",
    },
    "cases.take_up_first_step": lambda s: {"case": s.case, "key": s.step_set_aside()},
    "cases.put_first_steps_away": lambda s: {"case": s.case},
    "cases.take_first_steps_out": lambda s: {"case": s.case_with_the_list_away()},
    "cases.take_back_question": lambda s: {"case": s.case, "question": s.waiting_question()},
    "cases.change_state": lambda s: {
        "case": s.case,
        "to": CaseState.PAUSED,
        "reason": "Väntar",
    },
    "cases.change_visibility": lambda s: {
        "case": s.case,
        "to": Visibility.RESTRICTED,
        "reason": "Inte offentligt än",
    },
    "cases.share_live": lambda s: {
        "case": s.case,
        "organisation": s.soderby,
        "once": uuid.uuid4(),
    },
    "cases.end_share": lambda s: {
        "share": sharing.share_live(
            case=s.case, organisation=s.soderby, actor=s.alice, at=make.now()
        )
    },
    "cases.add_participant": lambda s: {
        "case": s.case,
        "municipality": s.soderby,
        "once": uuid.uuid4(),
    },
    "cases.name_reader": lambda s: {
        "case": make.restricted(s.case, by=s.alice),
        "user": s.rolf,
        "reason": "Skriver ärendet",
        "once": uuid.uuid4(),
    },
    "figures.note_date": lambda s: {
        "case": s.case,
        "kind": DateKind.LAST_WORKING_DAY,
        "on": make.today(),
        "source": "Företaget",
        "once": uuid.uuid4(),
    },
    "figures.save_assessment": lambda s: {
        "case": s.case,
        "year": make.today().year,
        "seen_version": 0,
        "judgements": make.judgements(),
    },
    "figures.agree_on_assessment": lambda s: {
        "assessment": make.assessment(s.case, make.today().year, make.judgements(), by=s.alice),
        "agreed_on": make.today(),
        "participants": "Styrgruppen",
    },
    "figures.reopen_assessment": lambda s: {
        "assessment": make.assessment(
            s.case, make.today().year, make.judgements(), by=s.alice, agreed=True
        ),
        "reason": "Fel betyg",
    },
    "figures.plan_suggestion": lambda s: {"grade": s.suggestion()},
    "figures.open_calendar": lambda s: {
        "secret_hash": hash_of(new_secret()),
        "case": s.case,
        "once": uuid.uuid4(),
    },
    "figures.choose_content": lambda s: {
        "feed": make.calendar(s.alice)[0],
        "with_restricted": False,
    },
    "figures.close_calendar": lambda s: {"feed": make.calendar(s.alice, s.case)[0]},
    "logbook.stage_upload": lambda s: {
        "case": s.case,
        "prepared": prepare(BytesIO(files.pdf()), "protokoll.pdf"),
        "key": "provnyckel",
        "once": uuid.uuid4(),
    },
    "logbook.drop_upload": lambda s: {"upload": make.upload(s.case, by=s.alice)},
    "figures.add_wave": lambda s: {
        "case": s.case,
        "name": "Andra varslet",
        "noticed_on": make.today(),
        "once": uuid.uuid4(),
    },
    "figures.change_wave": lambda s: {
        "wave": make.wave(s.case, by=s.alice),
        "seen_version": 1,
        "name": "Annat",
        "noticed_on": make.today(),
    },
    "figures.enter_headcount": lambda s: {
        "wave": make.wave(s.case, by=s.alice),
        "facts": make.headcount_facts(notified=240),
        "once": uuid.uuid4(),
    },
    "figures.paste_headcounts": lambda s: {
        "case": s.case,
        "rows": [
            (make.wave(s.case, by=s.alice), make.headcount_facts(notified=240)),
            (make.wave(s.case, by=s.alice), make.headcount_facts(notified=12)),
        ],
        "once": uuid.uuid4(),
    },
    "figures.correct_headcount": lambda s: {
        "row": make.headcount(make.wave(s.case, by=s.alice), by=s.alice, notified=240),
        "facts": make.headcount_facts(notified=204),
        "reason": "Skrivfel",
        "once": uuid.uuid4(),
    },
    "cases.add_actor": lambda s: {
        "municipality": s.norrby,
        "facts": ActorFacts(name="Almi", kind=ActorKind.ALMI),
        "once": uuid.uuid4(),
    },
    "cases.change_actor": lambda s: {
        "changed": make.contact(s.norrby, by=s.alice).actor,
        "seen_version": 1,
        "facts": ActorFacts(name="Almi Väst", kind=ActorKind.ALMI),
    },
    "cases.add_contact": lambda s: {
        "municipality": s.norrby,
        "facts": make.contact_facts(),
        "once": uuid.uuid4(),
    },
    "cases.find_or_add_contact": lambda s: {
        "municipality": s.norrby,
        "facts": make.contact_facts(),
    },
    "cases.change_contact": lambda s: {
        "contact": make.contact(s.norrby, by=s.alice),
        "seen_version": 1,
        "facts": make.contact_facts(organisation="Region Väst"),
    },
    "cases.form_group": lambda s: {
        "case": s.case,
        "facts": GroupFacts(kind=GroupKind.STEERING, began_on=make.today()),
        "once": uuid.uuid4(),
    },
    "cases.change_group": lambda s: {
        "group": make.group(s.case, by=s.alice),
        "seen_version": 1,
        "facts": GroupFacts(kind=GroupKind.WORKING, began_on=make.today()),
    },
    "cases.add_member": lambda s: {
        "group": make.group(s.case, by=s.alice),
        "chosen": make.written_in(),
        "seat": make.seat(ended_on=make.today()),
        "keep": True,
        "once": uuid.uuid4(),
    },
    "cases.change_member": lambda s: {
        "member": make.group_member(make.group(s.case, by=s.alice), by=s.alice),
        "seen_version": 1,
        "seat": make.seat(role=GroupRole.CHAIR, ended_on=make.today()),
    },
    "cases.give_assignment": lambda s: {
        "group": make.group(s.case, by=s.alice),
        "facts": AssignmentFacts(title="Analys"),
        "once": uuid.uuid4(),
    },
    "cases.change_assignment": lambda s: {
        "assignment": make.assignment(make.group(s.case, by=s.alice), by=s.alice),
        "seen_version": 1,
        "facts": AssignmentFacts(title="Analys", done_on=make.today()),
    },
    "figures.add_supplier": lambda s: {
        "case": s.case,
        "facts": SupplierFacts(name="Norrby Emballage AB", state=SupplierState.AT_RISK),
        "once": uuid.uuid4(),
    },
    "figures.change_supplier": lambda s: {
        "supplier": make.supplier(s.case, by=s.alice),
        "seen_version": 1,
        "facts": SupplierFacts(name="Annat AB", state=SupplierState.CLOSES),
    },
    "figures.add_indicator": lambda s: {
        "case": s.case,
        "facts": make.indicator_facts(),
        "once": uuid.uuid4(),
    },
    "figures.change_indicator": lambda s: {
        "indicator": make.indicator(s.case, by=s.alice),
        "seen_version": 1,
        "facts": make.indicator_facts(name="Annat"),
    },
    "figures.enter_observation": lambda s: {
        "indicator": make.indicator(s.case, by=s.alice),
        "observed": Observed(year=2024, value=Decimal("9.3")),
        "source": "SCB",
        "read_on": make.today(),
        "once": uuid.uuid4(),
    },
    "figures.import_observations": lambda s: {
        "indicator": make.indicator(s.case, by=s.alice),
        "observed": [Observed(year=year, value=Decimal("9.3")) for year in (2023, 2024)],
        "source": "SCB",
        "read_on": make.today(),
        "file_name": "tabell.csv",
        "once": uuid.uuid4(),
    },
    "figures.set_goal": lambda s: {
        "measure": s.measure,
        "facts": make.goal_facts(),
        "once": uuid.uuid4(),
    },
    "figures.change_goal": lambda s: {
        "goal": make.goal(s.measure, by=s.alice),
        "seen_version": 1,
        "facts": make.goal_facts(indicator="Annat"),
    },
    "figures.note_result": lambda s: {
        "goal": make.goal(s.measure, by=s.alice),
        "value": Decimal(40),
        "measured_on": make.today(),
        "once": uuid.uuid4(),
    },
    "figures.add_funding": lambda s: {
        "measure": s.measure,
        "facts": FundingFacts(funder="Region Väst", applied_ore=100),
        "once": uuid.uuid4(),
    },
    "figures.change_funding": lambda s: {
        "funding": make.funding(s.measure, by=s.alice),
        "seen_version": 1,
        "facts": FundingFacts(funder="Region Väst", applied_ore=100),
    },
    "figures.note_cost": lambda s: {
        "funding": make.funding(s.measure, by=s.alice),
        "amount_ore": 125_050,
        "used_on": make.today(),
        "entry": s.entry.entry,
        "once": uuid.uuid4(),
    },
    "logbook.add_entry": lambda s: {
        "case": s.case,
        "wording": make.wording(main_activity=s.activity),
        "once": uuid.uuid4(),
    },
    "logbook.add_entries": lambda s: {
        "case": s.case,
        "entries": [(make.wording(what), {}) for what in ("Ett", "Två")],
    },
    "logbook.correct_entry": lambda s: {
        "entry": s.entry,
        "seen_version": 1,
        "wording": make.wording("Rättad"),
        "reason": "Fel dag",
        "once": uuid.uuid4(),
    },
    "logbook.keep_draft": lambda s: {
        "case": s.case,
        "entry": None,
        "form": uuid.uuid4(),
        "fields": {"what": "Halvt"},
    },
    "logbook.drop_draft": lambda s: {"form": make.draft(s.case, by=s.alice).form},
    "logbook.close_next_step": lambda s: {"entry": s.entry},
    "measures.add_measure": lambda s: {
        "case": s.case,
        "facts": measure_actions.MeasureFacts(title="Jobbmässa", group=s.measure.group),
        "once": uuid.uuid4(),
    },
    "measures.change_measure": lambda s: {
        "measure": s.measure,
        "seen_version": 1,
        "facts": measure_actions.MeasureFacts(title="Annat", group=s.measure.group),
    },
    "measures.change_measure_state": lambda s: {
        "measure": s.measure,
        "to": MeasureState.CANCELLED,
        "on": make.today(),
        "reason": "Ingen ville",
        "once": uuid.uuid4(),
    },
    "measures.move_measure": lambda s: {"measure": s.measure, "direction": "down"},
    "measures.add_main_activity": lambda s: {
        "measure": s.measure,
        "facts": measure_actions.ActivityFacts(title="Boka hall"),
        "once": uuid.uuid4(),
    },
    "cases.add_document": lambda s: {
        "case": s.case,
        "facts": make_document.facts(),
        "file": ChosenFile(make.upload(s.case, by=s.alice).pk),
        "once": uuid.uuid4(),
    },
    "cases.change_document": lambda s: {
        "document": s.document(),
        "seen_version": 1,
        "facts": make_document.facts(title="Annat", link=make_document.LINK),
    },
    "cases.add_version": lambda s: {
        "document": s.document(),
        "facts": make_document.facts(),
        "file": ChosenFile(make.upload(s.case, by=s.alice).pk),
        "once": uuid.uuid4(),
    },
    "cases.share_document": lambda s: {"document": s.document()},
    "cases.stop_sharing_document": lambda s: {
        "document": make_document.shared(s.document(), by=s.alice)
    },
    "reports.adopt_plan": lambda s: {
        "case": s.case,
        "facts": Adoption(adopted_on=make.today(), body="Kommunstyrelsen"),
        "once": uuid.uuid4(),
    },
    "measures.log_in_new_place": lambda s: {
        "case": s.case,
        "wording": make.wording(),
        "place": measure_actions.NewPlace(
            measure=measure_actions.MeasureFacts(title="Jobbmässa", group=s.measure.group),
            activity="Boka hall",
        ),
        "once": uuid.uuid4(),
    },
    "measures.change_main_activity": lambda s: {
        "activity": s.activity,
        "facts": measure_actions.ActivityFacts(title="Annat"),
    },
    "measures.finish_main_activity": lambda s: {
        "activity": s.activity,
        "on": make.today(),
        "once": uuid.uuid4(),
    },
    "measures.reopen_main_activity": lambda s: {"activity": finished(s)},
    "measures.move_main_activity": lambda s: {"activity": s.activity, "direction": "down"},
    "reports.issue_report": lambda s: {
        "case": s.case,
        "request": make.report_request(),
        "once": uuid.uuid4(),
    },
    "reports.keep_report_draft": lambda s: {
        "case": s.case,
        "kind": Kind.SUMMARY,
        "replaces": None,
        "page": uuid.uuid4(),
        "seen_version": 0,
        "fields": {"summary": "Läget"},
    },
    "reports.drop_report_draft": lambda s: {
        "case": s.case,
        "kind": Kind(make_report.draft(s.case, by=s.alice).kind),
        "replaces": None,
    },
    "reports.settle_reports": lambda s: {
        "organisation": s.case.participants.get(is_lead=True).organisation,
        "kind": Kind.STATUS_REPORT,
        "settled": Settled(recipient="Fullmäktige"),
        "seen_version": 0,
    },
    "reports.set_logo": lambda s: {
        "organisation": s.case.participants.get(is_lead=True).organisation,
        "file": make_report.picture(),
        "name": "vapen.png",
        "alt_text": "Vapnet",
    },
    "reports.remove_logo": lambda s: {
        "organisation": s.case.participants.get(is_lead=True).organisation
    },
    "reports.ask_for_pdf_again": lambda s: {"report": s.report_that_failed()},
    "reports.keep_pdf": lambda s: {"report": s.report(), "pdf": b"%PDF-1.7"},
    "reports.give_diary_number": lambda s: {"report": s.report(), "diary_number": "KS 2026/7"},
    "reports.issue_disclosure_copy": lambda s: {
        "report": s.report(),
        "masks": {"rubrik": "OSL 31 kap. 16 §"},
        "decided_by": "Kanslichefen",
        "confirmed": True,
        "once": uuid.uuid4(),
    },
    "region.issue_county_report": lambda s: {
        "region": make.region("Region Nord"),
        "request": make_county.county_request(),
        "once": uuid.uuid4(),
    },
    "sheets.stage_file": lambda s: {"case": s.case, "file_name": "logg.xlsx", "cells": b"x"},
    "sheets.match_columns": lambda s: {"staged": s.staged(), "matching": Matching(year=2016)},
    "sheets.drop_file": lambda s: {"staged": s.staged()},
    "sheets.import_entries": lambda s: s.import_of_a_new_measure(),
    "library.publish_case": lambda s: s.story_to_publish(),
    "library.withdraw_publication": lambda s: {
        "case": make_library.another(s.norrby, by=s.alice).case,
        "reason": "Ny uppgift",
    },
    "library.borrow_measures": lambda s: {
        "case": s.case,
        "measures": [
            measure_actions.NewMeasure(
                facts=measure_actions.MeasureFacts(title="Mässa", group=s.measure.group),
                activities=("Boka",),
            )
        ],
        "once": uuid.uuid4(),
    },
    "measures.add_measures": lambda s: {
        "case": s.case,
        "measures": [
            measure_actions.NewMeasure(
                facts=measure_actions.MeasureFacts(title="Mässa", group=s.measure.group),
                activities=("Boka",),
            )
        ],
        "once": uuid.uuid4(),
    },
    # Preparedness
    "preparedness.save_facts": lambda s: {
        "municipality": s.norrby,
        "seen_version": 1,
        "facts": PlanFacts(call_out="Ring kommundirektören"),
    },
    "preparedness.adapt_steps": lambda s: {
        "municipality": s.norrby,
        "seen_version": 1,
        "left_out": [],
        "own": ["Ring regionen"],
    },
    "preparedness.review_plan": lambda s: {"municipality": s.norrby},
    "preparedness.add_group": lambda s: {
        "municipality": s.norrby,
        "facts": PlanGroupFacts(kind=GroupKind.STEERING),
        "once": uuid.uuid4(),
    },
    "preparedness.change_group": lambda s: {
        "group": s.planned_group(),
        "seen_version": 1,
        "facts": PlanGroupFacts(kind=GroupKind.WORKING, name="Lokaler"),
    },
    "preparedness.remove_group": lambda s: {"group": s.planned_member().group},
    "preparedness.add_member": lambda s: {
        "group": s.planned_group(),
        "chosen": s.rolf,
        "seat": PlannedSeat(role=GroupRole.CHAIR),
        "once": uuid.uuid4(),
    },
    "preparedness.change_member": lambda s: {
        "member": s.planned_member(),
        "seen_version": 1,
        "seat": PlannedSeat(deputy="Enhetschefen"),
    },
    "preparedness.remove_member": lambda s: {"member": s.planned_member()},
    "preparedness.add_employer": lambda s: {
        "municipality": s.norrby,
        "facts": EmployerFacts(name="Bruket", jobs=90, counted_on=make.today(), source="SCB"),
        "once": uuid.uuid4(),
    },
    "preparedness.change_employer": lambda s: {
        "employer": make_preparedness.employer(s.norrby, by=s.alice),
        "seen_version": 1,
        "facts": EmployerFacts(name="Bruket", jobs=90, counted_on=make.today(), source="SCB"),
    },
    "preparedness.remove_employer": lambda s: {
        "employer": make_preparedness.employer(s.norrby, by=s.alice)
    },
    "preparedness.open_case_from_plan": lambda s: {
        "municipality": s.planned_member().group.plan.municipality,
        "facts": make.facts(s.alice),
        "once": uuid.uuid4(),
    },
    # When boards meet, and reminders
    "reminders.add_meetings": lambda s: {
        "organisation": s.norrby,
        "board": "Kommunstyrelsen",
        "days": [MeetingDays(make.today(), make.today())],
        "once": uuid.uuid4(),
    },
    "reminders.change_meeting": lambda s: {
        "meeting": make_reminders.meeting(s.norrby, by=s.alice),
        "board": "Fullmäktige",
        "days": MeetingDays(make.today(), make.today()),
    },
    "reminders.cancel_meeting": lambda s: {"meeting": make_reminders.meeting(s.norrby, by=s.alice)},
    "reminders.choose_reminders": lambda s: {"wanted": ["QUESTION"]},
    # Archive packages
    "archive.order_package": lambda s: {"case": s.case},
    "archive.keep_package": lambda s: {
        "package": make_archive.ordered(s.case, by=s.alice),
        "key": "1-a.zip",
        "size": 8,
        "sha256": "a" * 64,
        "files": 1,
        "faults": 0,
    },
    "archive.fetch_package": lambda s: {"package": make_archive.kept(s.case, by=s.alice)},
    "archive.remove_package": lambda s: {"package": make_archive.kept(s.case, by=s.alice)},
    # Erasure
    "erasure.erase_exercise": lambda s: s.exercise_to_erase(),
    "erasure.erase_contact": lambda s: {
        "contact": s.contact_who_left(),
        "asked_on": make.today(),
    },
}


def actions() -> Iterator[tuple[str, Callable[..., object]]]:
    """Every @action of the product, named after its app."""
    for app in APPS:
        for path in sorted((Path(settings.BASE_DIR) / app).glob("*.py")):
            name = f"{app}.{path.stem}"
            if "@action" not in path.read_text(encoding="utf-8"):
                continue
            for key, value in vars(importlib.import_module(name)).items():
                if getattr(value, "is_action", False) and value.__module__ == name:
                    yield f"{app}.{key}", value


ACTIONS = dict(actions())


def test_every_action_is_tried_here() -> None:
    assert set(ACTIONS) == set(ARGUMENTS)


@pytest.mark.parametrize("name", ARGUMENTS)
def test_a_server_killed_at_any_write_leaves_nothing(name: str, scene: Scene) -> None:
    arguments = ARGUMENTS[name](scene)
    assert_all_or_nothing(
        lambda: ACTIONS[name](**arguments, actor=scene.alice, at=make.now()),
    )
