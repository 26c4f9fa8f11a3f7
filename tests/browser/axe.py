"""What axe-core finds wrong with a page as it stands in the browser."""

import json

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
    # Our rules read no style sheet as text, so none is fetched once more.
    "preload": False,
}
VIOLATIONS = f"""async () => (await axe.run({json.dumps(OPTIONS)})).violations.map(found => ({{
  id: found.id, help: found.help, targets: found.nodes.slice(0, 3).map(node => node.target),
}}))"""


def accessibility_faults(page: Page, where: str = "") -> list[str]:
    """Each rule of WCAG 2.2 AA that the page breaks, with the first places; `where` is how it is shown."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(Axe().axe_script)
    return [
        f"{page.url} {where}: {found['id']}: {found['help']} {found['targets']}"
        for found in page.evaluate(VIOLATIONS)
    ]
