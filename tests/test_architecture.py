"""The house rules that no linter knows: checked by reading the code."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.checks import run_checks

from scripts.generate_docs import DOCUMENTS

ROOT = Path(settings.BASE_DIR)
APPS = (
    "core",
    "accounts",
    "guide",
    "cases",
    "preparedness",
    "measures",
    "logbook",
    "sheets",
    "figures",
    "reports",
    "erasure",
    "library",
    "archive",
    "reminders",
    "region",
    "home",
)
WEB = (
    "access.py", "forms.py", "views.py", "urls.py", "tasks.py", "pages.py", "file_views.py", "file_field.py",
    "export_views.py",
)  # fmt: skip


def modules(*names: str) -> Iterator[Path]:
    """Our Python files; with names, only those called so (`views.py`, `clock_views.py`) or lying in a
    package called so.
    """
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" in path.parts:
                continue
            # activity_views.py are views like views.py.
            kind = path.name.rpartition("_")[2]
            if not names or {path.name, kind, f"{path.parent.name}.py"} & set(names):
                yield path


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", list(modules(*WEB)), ids=relative)
def test_the_web_half_asks_only_for_what_is_visible(path: Path) -> None:
    """After `.objects` in a web half stands nothing but `.visible_to`, and nothing calls `.save(`."""
    wrong = []
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Attribute):
            inner = node.value
            if isinstance(inner, ast.Attribute) and inner.attr == "objects":
                if node.attr not in {"visible_to", "none"}:
                    wrong.append(f"line {node.lineno}: .objects.{node.attr}")
            if node.attr == "save" and path.name != "forms.py":
                wrong.append(f"line {node.lineno}: .save")
    assert not wrong


@pytest.mark.parametrize(
    "path", list(modules("views.py", "pages.py", "file_views.py")), ids=relative
)
def test_views_do_not_ask_whether_htmx_is_calling(path: Path) -> None:
    assert not re.search(r"request\.htmx|HX-Request", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "path",
    list(modules("actions.py", "rules.py", "build.py", "record.py", "uploads.py", "attaching.py")),
    ids=relative,
)
def test_nothing_below_the_view_has_a_clock(path: Path) -> None:
    calls = [
        node.func.attr
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    ]
    assert not {"now", "today", "utcnow"} & set(calls)
    assert not re.search(r"localdate\(\)", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "path", list(modules("actions.py", "sharing.py", "uploads.py")), ids=relative
)
def test_public_functions_in_actions_are_actions(path: Path) -> None:
    """Each takes an actor and the time, and opens its own transaction."""
    for node in tree(path).body:
        if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
            continue
        arguments = {argument.arg for argument in node.args.kwonlyargs}
        decorators = {ast.unparse(decorator) for decorator in node.decorator_list}
        if "action" in decorators:
            assert {"actor", "at"} <= arguments, node.name
            assert not node.args.args, f"{node.name} takes keyword arguments only"
        else:
            assert "actor" not in arguments, f"{node.name} acts but is no @action"


@pytest.mark.parametrize("path", list(modules()), ids=relative)
def test_every_module_says_what_it_is_for(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not text.strip() or ast.get_docstring(tree(path))


LOCK_FILES = ("package.json", "package-lock.json", ".npmrc", "pyproject.toml", "requirements/*.txt")
REGISTRY = re.compile(r'"resolved"|(?:extra-)?index-url|find-links|registry *= *"?http')


@pytest.mark.parametrize("pattern", LOCK_FILES)
def test_no_lock_file_names_where_packages_are_fetched(pattern: str) -> None:
    found = list(ROOT.glob(pattern))
    assert found
    for path in found:
        assert not REGISTRY.search(path.read_text(encoding="utf-8")), relative(path)
    assert not (ROOT / "uv.lock").exists(), "it names package registries"


def test_templates_have_no_inline_script_or_style() -> None:
    inline = re.compile(r"<style|\sstyle=|\son[a-z]+=|hx-on|<script(?![^>]*\ssrc=)")
    wrong = [
        relative(path)
        for path in (ROOT / "templates").rglob("*.html")
        if "reports" not in path.parts and inline.search(path.read_text(encoding="utf-8"))
    ]
    assert not wrong


def test_the_map_of_apps_in_the_readme_is_the_installed_apps() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"^\| `([a-z]+)/` \|", readme, flags=re.MULTILINE))
    ours = {name.split(".")[0] for name in settings.INSTALLED_APPS} & set(APPS)
    assert listed == ours == set(APPS)


@pytest.mark.django_db
def test_the_system_checks_have_nothing_to_say() -> None:
    assert run_checks() == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_documents_made_from_the_code_are_fresh(name: str) -> None:
    assert (ROOT / name).read_text(encoding="utf-8") == DOCUMENTS[name](), "run make docs"
