"""An audit as files for auditors: JSON for programs, one page that opens offline, and the anchors it was compared with."""

from pathlib import Path

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

from checks.audit.records import Audit
from resources.anchors import Anchored


def write_audit(found: Audit, anchors: list[Anchored] | None, folder: Path) -> list[Path]:
    """Write `audit.json`, `audit.html` and, where a witness was asked, `anchors.jsonl`; returns their paths."""
    files = {"audit.json": found.model_dump_json(indent=2) + "\n", "audit.html": render_audit(found)}
    if anchors is not None:
        files["anchors.jsonl"] = "".join(f"{anchor.line()}\n" for anchor in anchors)
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in files]


def render_audit(found: Audit) -> str:
    """The page; everything that people wrote is escaped."""
    html = Environment(
        loader=ChoiceLoader([PackageLoader("checks.audit"), PackageLoader("assets.snapshots")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return html.get_template("audit.html.jinja").render(audit=found)
